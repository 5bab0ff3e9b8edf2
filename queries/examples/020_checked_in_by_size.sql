-- relation: checked_in_by_size, homes checked in with, by size
-- grain: one row a size
-- parameters: none
-- columns: size, homes, yes, not_answered
select
    case when h.beds >= 50 then '50 beds or more' when h.beds >= 25 then '25 to 49' else 'fewer than 25' end as size,
    count(*) as homes,
    sum(case when a.answer = 'yes' then 1 else 0 end) as yes,
    sum(case when a.answer is null then 1 else 0 end) as not_answered
from homes as h
left join answers as a on h.week = a.week and h.home_id = a.home_id and a.question = 'checked_in'
where h.week = (select max(week) from weeks)
group by 1
order by 1
