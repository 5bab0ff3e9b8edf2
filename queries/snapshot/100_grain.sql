-- relation: grain
-- grain: one row a (week, CCG, part, item that is asked there): which source counts there (rule 5), by the answers of the week; carried ones never outvote (rule 10)
-- parameters: none
-- columns: week, ccg, pcn, item, source (home rows, area rows, none), from_area (1: this or a carried area row may speak)
with sides as (
    select
        week,
        ccg,
        pcn,
        item,
        sum(case when side = 'home rows' and carried = 0 then homes else 0 end) as home_fresh,
        sum(case when side = 'home rows' and carried = 1 then homes else 0 end) as home_carried,
        sum(case when side = 'area rows' and carried = 0 then homes else 0 end) as area_fresh,
        sum(case when side = 'area rows' and carried = 1 then homes else 0 end) as area_carried
    from said
    where side in ('home rows', 'area rows')
    group by week, ccg, pcn, item
)

select
    p.week,
    p.ccg,
    p.pcn,
    i.item,
    case
        when i.rows_only = 1
            then case when p.home_rows > 0 or coalesce(s.home_fresh, 0) + coalesce(s.home_carried, 0) > 0 then 'home rows' else 'none' end
        when coalesce(s.home_fresh, 0) + coalesce(s.area_fresh, 0) > 0
            then case when s.area_fresh > s.home_fresh then 'area rows' else 'home rows' end
        when coalesce(s.home_carried, 0) + coalesce(s.area_carried, 0) > 0
            then case when s.area_carried > s.home_carried then 'area rows' else 'home rows' end
        when p.home_rows > 0 then 'home rows'
        when p.area_homes is not null then 'area rows'
        else 'none'
    end as source
from scope_part as p
cross join item as i
left join asked as k
    on
        p.week = k.week
        and p.ccg = k.ccg
        and i.item = k.item
left join sides as s
    on
        p.week = s.week
        and p.ccg = s.ccg
        and p.pcn = s.pcn
        and i.item = s.item
where i.optional = 0 or k.item is not null
