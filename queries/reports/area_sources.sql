-- relation: area_sources
-- grain: one row a PCN (or the CCG itself: pcn '') and week: the area return with its row of totals
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: week, ccg, pcn, return_id
select
    week,
    ccg,
    pcn,
    return_id
from area_row_week
where
    week between $first and $last
    and ($everywhere or list_contains($permitted, ccg))
order by week desc, ccg, pcn
