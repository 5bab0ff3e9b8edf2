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

said as (
    select
        p.week,
        p.home_id,
        a.answer as after_answer,
        b.answer as before_answer
    from places as p
    inner join home_answer as a
        on
            p.return_id = a.return_id
            and p.home_id = a.home_id
            and a.question = $question
    inner join effective_row as e on p.home_id = e.home_id and e.week = cast(p.week - interval '7' day as date)
    inner join home_answer as b
        on
            e.return_id = b.return_id
            and e.home_id = b.home_id
            and b.question = $question
    where
        p.code = $code
        and a.answer in ('yes', 'no')
        and b.answer in ('yes', 'no')
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
