-- relation: ccg_place
-- grain: one row a CCG (of a view's cut, where there is one) and an area in which the whole of it is told, as then and as now
-- parameters: none
-- columns: basis (then or now), ccg, cut, level, code, within ('' for an area itself; else the local authority or group whose parts these are)
with cuts as (
    select distinct
        p.ccg,
        p.cut_level,
        p.cut,
        b.basis,
        b.code as ccg_shown
    from part as p
    inner join area_of_ccg as b on p.ccg = b.ccg and b.level = 'ccg'
)

select c.basis, c.ccg, c.cut, b.level, b.code, '' as within
from cuts as c
inner join area_of_ccg as b on c.ccg = b.ccg and c.basis = b.basis
where c.cut = ''

union all

-- A view by local authority or of a group: itself, and within it its CCGs.
select c.basis, c.ccg, c.cut, c.cut_level as level, c.cut as code, '' as within
from cuts as c
where c.cut <> ''

union all

select c.basis, c.ccg, c.cut, 'ccg' as level, c.ccg_shown as code, c.cut as within
from cuts as c
where c.cut <> ''
