-- relation: asked
-- grain: one row a (measure, week, CCG) that is asked the optional question on which the measure rests
-- parameters: $first, $last (weeks), $measures, $everywhere, $permitted
-- columns: measure, week, ccg
select
    m.measure,
    k.week,
    k.ccg
from asked as k
inner join measure_item as m on k.item = m.item
where
    k.week between $first and $last
    and list_contains($measures, m.measure)
    and ($everywhere or list_contains($permitted, k.ccg))
order by m.measure, k.week, k.ccg
