-- relation: lead_homes
-- grain: one row a home that counts in a week, with what its own row says of its clinical lead
-- parameters: $week, $everywhere, $permitted
-- columns: home_id, ccg (as then), has_row (1: a return has a row for it), in_totals (1: its PCN or its CCG has a row of totals), returned
--          (1: its CCG returned), lead (yes, no, not applicable; null: not answered), lead_key (a keyed hash of the name; null: none given), profession,
--          employer, job_share, started (ISO date), each null where not answered
select
    h.home_id,
    h.ccg,
    case when h.row_id is null then 0 else 1 end as has_row,
    max(case when t.pcn is null then 0 else 1 end) as in_totals,
    c.returned,
    max(case when a.question = 'clinical_lead' then a.answer end) as lead,
    max(case when a.question = 'lead_name' then a.answer end) as lead_key,
    max(case when a.question = 'lead_profession' then a.answer end) as profession,
    max(case when a.question = 'lead_employer' then a.answer end) as employer,
    max(case when a.question = 'lead_job_share' then a.answer end) as job_share,
    max(case when a.question = 'lead_start' then a.answer end) as started
from home_week as h
inner join ccg_week as c on h.week = c.week and h.ccg = c.ccg
left join area_row_week as t on h.week = t.week and h.ccg = t.ccg and (t.pcn = '' or t.pcn = h.pcn)
left join home_answer as a
    on
        h.row_id = a.row_id
        and a.question in ('clinical_lead', 'lead_name', 'lead_profession', 'lead_employer', 'lead_job_share', 'lead_start')
where
    h.week = $week
    and ($everywhere or list_contains($permitted, h.ccg))
group by h.home_id, h.ccg, h.row_id, c.returned
order by h.home_id
