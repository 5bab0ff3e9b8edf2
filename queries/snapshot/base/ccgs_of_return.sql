-- relation: ccgs_of_return
-- grain: one row a CCG that any register gives to a home of one return
-- parameters: $return_id
-- columns: ccg
select distinct c.ccg
from home_row as r
inner join register_home as h on r.home_id = h.home_id
inner join ccg_in_week as c on h.ccg = c.code
where r.return_id = $return_id
