-- relation: register_homes
-- grain: one row a home of the register in force in a week (rule 1), with its one PCN (rule 6)
-- parameters: $week, $basis (then or now), $everywhere, $permitted
-- columns: home_id, name, ccg (as then), england, region, stp, ccg_shown (the areas above it on the basis asked for),
--          commissioning_ccg (as the register says, '' where it does not), commissioning_then (the CCG of that week that it stands for),
--          la ('' where not known), la_name (as written), pcn, aligned_by, beds, older_people, dormant, start_date, end_date, postcode,
--          address, uprn, has_row (1: a return of the week has a row that counts), sender (of that row), area_row (1: its PCN has a row of totals)
with placed as (
    select
        ccg,
        max(case when level = 'england' then code else '' end) as england,
        max(case when level = 'region' then code else '' end) as region,
        max(case when level = 'stp' then code else '' end) as stp,
        max(case when level = 'ccg' then code else '' end) as ccg_shown
    from area_of_ccg
    where basis = $basis
    group by ccg
)

select
    h.home_id,
    r.name,
    h.ccg,
    coalesce(p.england, '') as england,
    coalesce(p.region, '') as region,
    coalesce(p.stp, '') as stp,
    coalesce(p.ccg_shown, h.ccg) as ccg_shown,
    coalesce(r.commissioning_ccg, '') as commissioning_ccg,
    coalesce(c.ccg, '') as commissioning_then,
    h.la,
    coalesce(r.la_name, '') as la_name,
    h.pcn,
    h.aligned_by,
    r.beds,
    r.older_people,
    r.dormant,
    r.start_date,
    r.end_date,
    r.postcode,
    r.address,
    r.uprn,
    case when h.row_id is null then 0 else 1 end as has_row,
    coalesce(h.sender, '') as sender,
    case when a.pcn is null then 0 else 1 end as area_row
from home_week as h
inner join week_register as w on h.week = w.week
inner join register_home as r on w.return_id = r.return_id and h.home_id = r.home_id
left join placed as p on h.ccg = p.ccg
left join ccg_in_week as c on h.week = c.week and r.commissioning_ccg = c.code
left join area_row_week as a on h.week = a.week and h.ccg = a.ccg and h.pcn = a.pcn and h.pcn <> ''
where
    h.week = $week
    and ($everywhere or list_contains($permitted, h.ccg))
order by ccg_shown, r.name, h.home_id
