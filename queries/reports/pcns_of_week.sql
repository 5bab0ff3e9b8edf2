-- relation: pcns_of_week
-- grain: one row a PCN and CCG of a week
-- parameters: $week, $basis, $everywhere, $permitted
-- columns: pcn, ccg, known, area_homes
select
    coalesce(n.code, p.pcn) as pcn,
    b.code as ccg,
    cast(sum(p.known) as bigint) as known,
    cast(sum(p.area_homes) as bigint) as area_homes
from part_home as p
inner join area_of_ccg as b on p.ccg = b.ccg and b.basis = $basis and b.level = 'ccg'
left join pcn_now as n on p.pcn = n.pcn and $basis = 'now'
where
    p.week = $week
    and p.pcn <> ''
    and ($everywhere or list_contains($permitted, p.ccg))
group by coalesce(n.code, p.pcn), b.code
order by pcn, ccg
