-- relation: register_profile
-- grain: one row a PCN in a CCG with registered homes in the week; PCN '' for the homes not aligned
-- parameters: $week, $basis (then or now), $everywhere, $permitted
-- columns: week, ccg, pcn, homes, beds, beds_known (homes whose beds the register says), older_homes (homes for older people)
select
    h.week,
    b.code as ccg,
    h.pcn,
    count(*) as homes,
    cast(coalesce(sum(h.beds), 0) as bigint) as beds,
    count(h.beds) as beds_known,
    cast(sum(case when h.older_people = 'yes' then 1 else 0 end) as bigint) as older_homes
from home_week as h
inner join week_register as r on h.week = r.week
inner join area_of_ccg as b on h.ccg = b.ccg and b.basis = $basis and b.level = 'ccg'
where
    h.week = $week
    and ($everywhere or list_contains($permitted, h.ccg))
group by h.week, b.code, h.pcn
order by b.code, h.pcn
