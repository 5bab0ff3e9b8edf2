-- relation: weeks
-- grain: one row a reporting week of the snapshot
-- parameters: none
-- columns: week
select week
from week
order by week
