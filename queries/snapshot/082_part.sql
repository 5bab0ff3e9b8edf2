-- relation: part
-- grain: one row a part of a CCG in any week: where its figures can stand
-- parameters: none
-- columns: ccg, part (pcn, not aligned, not attributed), pcn, cut_level, cut (both ''; see queries/views)
select
    ccg,
    case when pcn = '' then 'not aligned' else 'pcn' end as part,
    pcn,
    '' as cut_level,
    '' as cut
from part_home
group by ccg, pcn

union all

select
    ccg,
    'not attributed' as part,
    '' as pcn,
    '' as cut_level,
    '' as cut
from part_home
group by ccg
