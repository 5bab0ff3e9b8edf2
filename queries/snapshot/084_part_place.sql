-- relation: part_place
-- grain: one row a part of a CCG (of a view's cut, where there is one), in any week, and an area in which it is told by itself, as then and as now
-- parameters: none
-- columns: basis (then or now), ccg, part, pcn, cut, level, code, within ('' for an area itself; else the CCG, local authority or group whose parts
--          these are)
with parts as (
    select
        b.basis,
        p.ccg,
        b.code as ccg_shown,
        p.part,
        p.pcn,
        p.cut,
        case when p.part = 'pcn' then coalesce(n.code, p.pcn) else b.code end as part_code
    from part as p
    inner join area_of_ccg as b on p.ccg = b.ccg and b.level = 'ccg'
    left join pcn_now as n on p.pcn = n.pcn and b.basis = 'now'
)

select p.basis, p.ccg, p.part, p.pcn, p.cut, 'pcn' as level, p.part_code as code, '' as within
from parts as p
where p.part = 'pcn' and p.cut = ''

union all

-- The parts of a CCG; in a view by local authority or of a group its PCNs with the homes not aligned.
select p.basis, p.ccg, p.part, p.pcn, p.cut, p.part as level, p.part_code as code, case when p.cut = '' then p.ccg_shown else p.cut end as within
from parts as p
