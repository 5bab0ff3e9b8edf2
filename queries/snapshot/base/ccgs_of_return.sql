-- relation: ccgs_of_return
-- grain: one row a CCG that one return reaches: any register gives it a home of the return, or it sent a row for one too
-- parameters: $return_id
-- columns: ccg
select c.ccg
from home_row as r
inner join register_home as h on r.home_id = h.home_id
inner join ccg_in_week as c on h.ccg = c.code
where r.return_id = $return_id

union

select v.submitter as ccg
from home_row as r
inner join home_row as other on r.home_id = other.home_id
inner join return_version as v on other.return_id = v.return_id
where r.return_id = $return_id
