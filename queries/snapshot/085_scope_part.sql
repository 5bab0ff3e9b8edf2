-- relation: scope_part
-- grain: one row a part of a CCG and week in scope
-- parameters: none
-- columns: week, n, ccg, pcn, known, home_rows, area_homes
select
    p.week,
    p.n,
    p.ccg,
    p.pcn,
    p.known,
    p.home_rows,
    p.area_homes
from part_home as p
inner join scope as o on p.week = o.week and p.ccg = o.ccg
