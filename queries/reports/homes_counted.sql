-- relation: homes_counted
-- grain: one row a home that counts in a week, in a view whose cuts are homes (open_homes)
-- parameters: $week
-- columns: home_id, ccg, pcn ('' not aligned), has_row (1: a return has a row for it), returned (1: its CCG has returned)
select
    h.home_id,
    h.ccg,
    h.pcn,
    case when h.row_id is null then 0 else 1 end as has_row,
    c.returned
from scope_home as h
inner join ccg_week as c on h.week = c.week and h.ccg = c.ccg
where h.week = $week
order by h.home_id
