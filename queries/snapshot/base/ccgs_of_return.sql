-- relation: ccgs_of_return
-- grain: one row a return of wanted_return and a CCG that it reaches: any register gives it a home of the return, or it sent a row for one too
-- parameters: none
-- columns: return_id, ccg
with told as (
    select
        r.return_id,
        r.home_id
    from home_row as r
    inner join wanted_return as w on r.return_id = w.return_id
),

-- Each home and CCG once, however many registers, weeks and returns say it.
registered as (
    select distinct
        h.home_id,
        c.ccg
    from register_home as h
    inner join (select distinct code, ccg from ccg_in_week) as c on h.ccg = c.code
),

sent as (
    select distinct
        r.home_id,
        v.submitter as ccg
    from home_row as r
    inner join return_version as v on r.return_id = v.return_id
    where r.home_id in (select home_id from told)
)

select
    t.return_id,
    h.ccg
from told as t
inner join registered as h on t.home_id = h.home_id

union

select
    t.return_id,
    s.ccg
from told as t
inner join sent as s on t.home_id = s.home_id
