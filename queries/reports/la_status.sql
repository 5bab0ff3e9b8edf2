-- relation: la_status
-- grain: one row an action of the national form in a version of an LA return that stands or stood until another followed it
-- parameters: $everywhere
-- columns: la_code, week, item, homes, not_applicable (1: the action is said not to apply), total_homes, support, support_text, issues,
--          complete (of its focus: yes, no, null: not said), return_id, known_from, standing (1: this version stands)
with accepted as (
    select
        return_id,
        submitter,
        week,
        known_from,
        case when known_to is null then 1 else 0 end as standing
    from return_version
    where
        kind = 'la'
        and $everywhere
        and (known_to is null or ended_by = 'superseded')
)

select
    s.submitter as la_code,
    s.week,
    a.item,
    max(case when a.part = 'homes' then a.number end) as homes,
    max(case when a.part = 'homes' and a.answer = 'not applicable' then 1 else 0 end) as not_applicable,
    max(t.number) as total_homes,
    max(case when a.part = 'support' then a.answer end) as support,
    max(case when a.part = 'support_text' then a.answer end) as support_text,
    max(case when a.part = 'issues' then a.answer end) as issues,
    max(c.answer) as complete,
    s.return_id,
    s.known_from,
    s.standing
from accepted as s
inner join la_answer as a on s.return_id = a.return_id
left join la_answer as t on s.return_id = t.return_id and t.item = 'total_homes'
left join la_answer as c on s.return_id = c.return_id and c.item = 'complete' and c.part = substring(a.item, 1, 1)
where a.item not in ('total_homes', 'complete', 'narrative')
group by s.submitter, s.week, a.item, s.return_id, s.known_from, s.standing
order by s.submitter, s.week, s.known_from, s.return_id, a.item
