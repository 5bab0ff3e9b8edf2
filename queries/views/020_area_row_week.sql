-- relation: area_row_week
-- grain: no row: a view of homes is counted from home rows alone (rule 8), so the shapes find no area row in it
-- parameters: none
-- columns: week, n, ccg, pcn, return_id, homes, homes_stated
select
    week,
    n,
    ccg,
    pcn,
    return_id,
    homes,
    homes_stated
from area_row_week
where 1 = 0
