-- relation: pairs_prepared
-- grain: one row a week and CCG that the prepared tables have
-- parameters: none
-- columns: week, ccg
select
    week,
    ccg
from ccg_week
