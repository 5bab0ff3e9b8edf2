-- relation: area_row_week
-- grain: one row a PCN (or the CCG itself: pcn '') of a standing area return
-- parameters: none
-- columns: week, n, ccg, pcn, return_id, homes (stated; where blank the largest sum of the four states of a question, rule 2), homes_stated
with four_states as (
    select
        return_id,
        pcn,
        question,
        sum(number) as homes
    from area_answer
    where part in ('yes', 'no', 'not answered', 'not applicable')
    group by return_id, pcn, question
),

largest as (
    select
        return_id,
        pcn,
        max(homes) as homes
    from four_states
    group by return_id, pcn
)

select
    s.week,
    s.n,
    s.ccg,
    r.pcn,
    r.return_id,
    cast(coalesce(r.homes, l.homes, 0) as bigint) as homes,
    r.homes as homes_stated
from standing_return as s
inner join scope as o on s.week = o.week and s.ccg = o.ccg
inner join area_row as r on s.return_id = r.return_id
left join largest as l on r.return_id = l.return_id and r.pcn = l.pcn
where s.kind = 'area'
