-- relation: alignment_homes
-- grain: one row a home that counts in a week, with what is known of its PCN
-- parameters: $week, $basis (then or now), $everywhere, $permitted
-- columns: ccg (as then), ccg_shown (on the basis asked for), home_id, name, pcn, aligned_by (file, return, claimed by two, none), said_pcn
--          (of the row that counts), practices, other_pcns (both as written there), sender (of that row), pcn_ccg (the CCG of its PCN: by
--          the area list, else where most of its homes are; null without a PCN), pcn_ccg_by (list or homes), pcn_homes (homes of the PCN),
--          pcn_homes_there (of those, in pcn_ccg)
with by_ccg as (
    select
        pcn,
        ccg,
        count(*) as homes
    from home_week
    where week = $week and pcn <> ''
    group by pcn, ccg
),

ranked as (
    select
        pcn,
        ccg,
        homes,
        sum(homes) over (partition by pcn) as pcn_homes,
        row_number() over (partition by pcn order by homes desc, ccg) as place
    from by_ccg
),

listed as (
    select
        a.code as pcn,
        coalesce(c.ccg, a.parent) as ccg
    from area as a
    left join ccg_in_week as c on a.parent = c.code and c.week = $week
    where a.level = 'pcn' and a.parent <> ''
),

pcns as (
    select
        r.pcn,
        coalesce(l.ccg, r.ccg) as ccg,
        case when l.ccg is null then 'homes' else 'list' end as told_by,
        r.pcn_homes,
        coalesce(t.homes, 0) as there
    from ranked as r
    left join listed as l on r.pcn = l.pcn
    left join by_ccg as t on r.pcn = t.pcn and coalesce(l.ccg, r.ccg) = t.ccg
    where r.place = 1
)

select
    h.ccg,
    coalesce(b.code, h.ccg) as ccg_shown,
    h.home_id,
    r.name,
    h.pcn,
    h.aligned_by,
    h.said_pcn,
    w.practices,
    w.other_pcns,
    h.sender,
    p.ccg as pcn_ccg,
    p.told_by as pcn_ccg_by,
    cast(p.pcn_homes as bigint) as pcn_homes,
    cast(p.there as bigint) as pcn_homes_there
from home_week as h
left join area_of_ccg as b on h.ccg = b.ccg and b.basis = $basis and b.level = 'ccg'
left join week_register as g on h.week = g.week
left join register_home as r on g.return_id = r.return_id and h.home_id = r.home_id
left join home_row as w on h.row_id = w.row_id
left join pcns as p on h.pcn = p.pcn
where
    h.week = $week
    and ($everywhere or list_contains($permitted, h.ccg))
order by ccg_shown, h.home_id
