-- relation: part
-- grain: one row a part of a CCG and cut of a view of homes, in any of its weeks
-- parameters: none
-- columns: ccg, part, pcn, cut_level, cut
select distinct
    ccg,
    part,
    pcn,
    cut_level,
    cut
from measure_part
