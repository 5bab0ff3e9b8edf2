-- relation: la_status
-- grain: one row an action of the national form in a standing LA return
-- parameters: $everywhere
-- columns: la_code, week, item, homes, total_homes, support, support_text, issues, return_id
with standing as (
    select
        return_id,
        submitter,
        week
    from return_version
    where
        kind = 'la'
        and $everywhere
        and known_to is null
)

select
    s.submitter as la_code,
    s.week,
    a.item,
    max(case when a.part = 'homes' then a.number end) as homes,
    max(t.number) as total_homes,
    max(case when a.part = 'support' then a.answer end) as support,
    max(case when a.part = 'support_text' then a.answer end) as support_text,
    max(case when a.part = 'issues' then a.answer end) as issues,
    s.return_id
from standing as s
inner join la_answer as a on s.return_id = a.return_id
left join la_answer as t on s.return_id = t.return_id and t.item = 'total_homes'
where a.item not in ('total_homes', 'complete', 'la_name')
group by s.submitter, s.week, a.item, s.return_id
order by s.submitter, s.week, a.item
