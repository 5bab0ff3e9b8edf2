-- relation: matched_answers
-- grain: one row a week in which homes of the area said yes or no to a question, having said yes or no to it the week before too
-- parameters: $first, $last (weeks), $question, $code (an area), $basis (then or now), $everywhere, $permitted
-- columns: week, homes, yes_both, gained (no before, yes now), lost (yes before, no now)
with places as (
    select
        h.week,
        h.home_id,
        h.return_id,
        b.code
    from home_week as h
    inner join area_of_ccg as b on h.ccg = b.ccg and b.basis = $basis
    where
        h.week between $first and $last
        and ($everywhere or list_contains($permitted, h.ccg))

    union all

    select
        h.week,
        h.home_id,
        h.return_id,
        coalesce(n.code, h.pcn) as code
    from home_week as h
    left join pcn_now as n on h.pcn = n.pcn and $basis = 'now'
    where
        h.week between $first and $last
        and ($everywhere or list_contains($permitted, h.ccg))
),

here as (
    select
        week,
        home_id
    from places
    where code = $code
),

-- Read once, for the homes here alone and from the week before on, and held against itself.
answered as (
    select
        e.week,
        e.home_id,
        a.answer
    from effective_row as e
    inner join home_answer as a on e.return_id = a.return_id and e.home_id = a.home_id and a.question = $question
    where
        e.week between cast($first - interval '7' day as date) and $last
        and e.home_id in (select home_id from here)
        and a.answer in ('yes', 'no')
),

said as (
    select
        h.week,
        h.home_id,
        a.answer as after_answer,
        b.answer as before_answer
    from here as h
    inner join answered as a on h.week = a.week and h.home_id = a.home_id
    inner join answered as b on h.home_id = b.home_id and b.week = cast(h.week - interval '7' day as date)
)

select
    week,
    count(*) as homes,
    coalesce(sum(case when before_answer = 'yes' and after_answer = 'yes' then 1 else 0 end), 0) as yes_both,
    coalesce(sum(case when before_answer = 'no' and after_answer = 'yes' then 1 else 0 end), 0) as gained,
    coalesce(sum(case when before_answer = 'yes' and after_answer = 'no' then 1 else 0 end), 0) as lost
from said
group by week
order by week
