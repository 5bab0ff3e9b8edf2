-- relation: part_place
-- grain: one row a part of a CCG (of a view's cut, where there is one), in any week, and an area in which it is told
-- parameters: $basis (then or now), $everywhere, $permitted
-- columns: ccg, part, pcn, cut, level, code, within ('' for an area itself; else the CCG, local authority or group whose parts these are)
with parts as (
    select
        p.ccg,
        b.code as ccg_shown,
        p.part,
        p.pcn,
        p.cut_level,
        p.cut,
        case when p.part = 'pcn' then coalesce(n.code, p.pcn) else b.code end as part_code
    from part as p
    inner join area_of_ccg as b on p.ccg = b.ccg and b.basis = $basis and b.level = 'ccg'
    left join pcn_now as n on p.pcn = n.pcn and $basis = 'now'
    where $everywhere or list_contains($permitted, p.ccg)
)

select p.ccg, p.part, p.pcn, p.cut, b.level, b.code, '' as within
from parts as p
inner join area_of_ccg as b on p.ccg = b.ccg and b.basis = $basis
where p.cut = ''

union all

select p.ccg, p.part, p.pcn, p.cut, 'pcn' as level, p.part_code as code, '' as within
from parts as p
where p.part = 'pcn' and p.cut = ''

union all

select p.ccg, p.part, p.pcn, p.cut, p.part as level, p.part_code as code, p.ccg_shown as within
from parts as p
where p.cut = ''

union all

-- A view by local authority or of a group: itself, and within it its CCGs, and its PCNs with the homes not aligned.
select p.ccg, p.part, p.pcn, p.cut, p.cut_level as level, p.cut as code, '' as within
from parts as p
where p.cut <> ''

union all

select p.ccg, p.part, p.pcn, p.cut, 'ccg' as level, p.ccg_shown as code, p.cut as within
from parts as p
where p.cut <> ''

union all

select p.ccg, p.part, p.pcn, p.cut, p.part as level, p.part_code as code, p.cut as within
from parts as p
where p.cut <> ''
