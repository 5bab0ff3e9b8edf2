-- relation: matched_answers
-- grain: one row a question and week in which homes of the area said yes or no to it, having said yes or no to it the week before too
-- parameters: $first, $last (weeks), $questions, $code (an area), $basis (then or now), $everywhere, $permitted
-- columns: question, week, homes, yes_both, gained (no before, yes now), lost (yes before, no now)
with placed as (
    select ccg from area_of_ccg
    where basis = $basis and code = $code
)

select
    m.question,
    m.week,
    cast(sum(m.homes) as bigint) as homes,
    cast(sum(m.yes_both) as bigint) as yes_both,
    cast(sum(m.gained) as bigint) as gained,
    cast(sum(m.lost) as bigint) as lost
from matched_part as m
left join placed as p on m.ccg = p.ccg
left join pcn_now as n on m.pcn = n.pcn and $basis = 'now'
where
    m.week between $first and $last
    and list_contains($questions, m.question)
    and ($everywhere or list_contains($permitted, m.ccg))
    and (p.ccg is not null or coalesce(n.code, m.pcn) = $code)
group by m.question, m.week
order by m.question, m.week
