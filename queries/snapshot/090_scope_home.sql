-- relation: scope_home
-- grain: one row a home and week in scope
-- parameters: none
-- columns: week, n, ccg, pcn, cut (''; in a view of homes the local authority or group, see queries/views), home_id, row_id (of the row that counts), beds (null: not said),
--          covered (its beds, 0 where bedless), bedless (1: the register gives it no number of beds)
select
    h.week,
    h.n,
    h.ccg,
    h.pcn,
    '' as cut,
    h.home_id,
    h.row_id,
    h.beds,
    case when h.beds > 0 then h.beds else 0 end as covered,
    case when h.beds > 0 then 0 else 1 end as bedless
from home_week as h
inner join scope as o on h.week = o.week and h.ccg = o.ccg
