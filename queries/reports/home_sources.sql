-- relation: home_sources
-- grain: one row a home and week: the return whose row counts for it (rule 7)
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: week, home_id, return_id
select
    week,
    home_id,
    return_id
from effective_row
where
    week between $first and $last
    and ($everywhere or list_contains($permitted, ccg))
order by week desc, home_id
