-- relation: question_response
-- grain: one row a question, CCG and week: registered homes for which it was answered (rule 12, question by question)
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: week, ccg, question, homes
with home_side as (
    select
        h.week,
        h.ccg,
        h.pcn,
        a.question,
        count(distinct h.home_id) as homes
    from home_week as h
    inner join home_answer as a on h.row_id = a.row_id
    where h.week between $first and $last
    group by h.week, h.ccg, h.pcn, a.question
),

area_side as (
    select
        r.week,
        r.ccg,
        r.pcn,
        a.question,
        max(r.homes) as row_homes,
        greatest(
            sum(
                case
                    when a.part in ('yes', 'no', 'not applicable') then a.number
                    when a.part in ('not answered', 'sum', 'any', 'homes') then 0
                    else a.number
                end
            ),
            max(case when a.part in ('homes', 'any') then a.number else 0 end)
        ) as homes
    from area_row_week as r
    inner join area_answer as a on r.return_id = a.return_id and r.pcn = a.pcn
    where r.week between $first and $last
    group by r.week, r.ccg, r.pcn, a.question
),

-- A total answers for at most the homes that are known there; where none are, for those that it counts itself.
area_parts as (
    select
        a.week,
        a.ccg,
        a.pcn,
        a.question,
        least(a.homes, case when p.known = 0 then a.row_homes else p.known end) as homes
    from area_side as a
    inner join part_home as p on a.week = p.week and a.ccg = p.ccg and a.pcn = p.pcn
    where a.pcn <> ''
),

parts as (
    select
        coalesce(h.week, a.week) as week,
        coalesce(h.ccg, a.ccg) as ccg,
        coalesce(h.question, a.question) as question,
        greatest(coalesce(h.homes, 0), coalesce(a.homes, 0)) as homes
    from home_side as h
    full join area_parts as a on h.week = a.week and h.ccg = a.ccg and h.pcn = a.pcn and h.question = a.question
),

either as (
    select
        week,
        ccg,
        question,
        sum(homes) as homes
    from parts
    group by week, ccg, question
    union all
    select
        week,
        ccg,
        question,
        homes
    from area_side
    where pcn = ''
)

select
    e.week,
    e.ccg,
    e.question,
    cast(max(least(e.homes, c.registered)) as bigint) as homes
from either as e
inner join coverage as c on e.week = c.week and e.ccg = c.ccg
where ($everywhere or list_contains($permitted, e.ccg))
group by e.week, e.ccg, e.question
order by e.week, e.question, e.ccg
