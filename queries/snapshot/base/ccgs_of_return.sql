-- relation: ccgs_of_return
-- grain: one row a return of wanted_return and a CCG that it reaches: any register gives it a home of the return, or it sent a row for one too
-- parameters: none
-- columns: return_id, ccg
select
    r.return_id,
    c.ccg
from home_row as r
inner join wanted_return as w on r.return_id = w.return_id
inner join register_home as h on r.home_id = h.home_id
inner join ccg_in_week as c on h.ccg = c.code

union

select
    r.return_id,
    v.submitter as ccg
from home_row as r
inner join wanted_return as w on r.return_id = w.return_id
inner join home_row as other on r.home_id = other.home_id
inner join return_version as v on other.return_id = v.return_id
