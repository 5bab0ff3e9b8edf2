-- relation: gone_row
-- grain: one row a home row of a return of gone_return
-- parameters: none
-- columns: row_id
select r.row_id
from home_row as r
inner join gone_return as g on r.return_id = g.return_id
