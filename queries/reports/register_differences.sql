-- relation: register_differences
-- grain: one row a home of which two register versions say something else (a home that only one of them lists included)
-- parameters: $before, $after (return_id of the versions), $everywhere, $permitted (CCGs as the registers write them)
-- columns: home_id, in_before, in_after (1: listed and not ended), elsewhere (1: the other version has it in a CCG that is not permitted),
--          and of each version: name_before, name_after, ccg_before, ccg_after, now_before, now_after (the CCG that it is now),
--          la_before, la_after (code, else the name as written), beds_before, beds_after, older_before, older_after, dormant_before,
--          dormant_after, postcode_before, postcode_after, address_before, address_after, uprn_before, uprn_after, end_before, end_after
--          (last day, where the version says one), start_after
with bands as (
    select
        return_id,
        max(case when older_people is not null then 1 else 0 end) as says_older,
        max(case when dormant is not null then 1 else 0 end) as says_dormant
    from register_home
    where return_id in ($before, $after)
    group by return_id
),

-- A blank band is no; a register that has no such column says nothing.
listed as (
    select
        h.return_id,
        h.home_id,
        h.name,
        h.ccg,
        n.code as ccg_now,
        coalesce(nullif(l.la, ''), h.la_name, h.la_code) as la,
        h.beds,
        case when b.says_older = 1 then coalesce(h.older_people, 'no') end as older,
        case when b.says_dormant = 1 then coalesce(h.dormant, 'no') end as dormant,
        h.start_date,
        h.end_date,
        h.postcode,
        h.address,
        h.uprn,
        case when h.end_date is null or h.end_date >= v.week then 1 else 0 end as open,
        case when $everywhere or list_contains($permitted, h.ccg) then 1 else 0 end as seen
    from register_home as h
    inner join return_version as v on h.return_id = v.return_id
    inner join bands as b on h.return_id = b.return_id
    left join la_said as l on h.la_code is not distinct from l.la_code and h.la_name is not distinct from l.la_name
    left join area_of_ccg as n on h.ccg = n.ccg and n.basis = 'now' and n.level = 'ccg'
    where h.return_id in ($before, $after)
),

homes as (
    select distinct home_id
    from listed
    where open = 1 and seen = 1
),

sides as (
    select
        h.home_id,
        case when b.open = 1 and b.seen = 1 then 1 else 0 end as in_before,
        case when a.open = 1 and a.seen = 1 then 1 else 0 end as in_after,
        case when (b.open = 1 and b.seen = 0) or (a.open = 1 and a.seen = 0) then 1 else 0 end as elsewhere,
        b.name as name_before,
        a.name as name_after,
        b.ccg as ccg_before,
        a.ccg as ccg_after,
        b.ccg_now as now_before,
        a.ccg_now as now_after,
        b.la as la_before,
        a.la as la_after,
        b.beds as beds_before,
        a.beds as beds_after,
        b.older as older_before,
        a.older as older_after,
        b.dormant as dormant_before,
        a.dormant as dormant_after,
        b.postcode as postcode_before,
        a.postcode as postcode_after,
        b.address as address_before,
        a.address as address_after,
        b.uprn as uprn_before,
        a.uprn as uprn_after,
        b.end_date as end_before,
        a.end_date as end_after,
        a.start_date as start_after
    from homes as h
    left join listed as b on h.home_id = b.home_id and b.return_id = $before
    left join listed as a on h.home_id = a.home_id and a.return_id = $after
)

select
    home_id,
    in_before,
    in_after,
    elsewhere,
    name_before,
    name_after,
    ccg_before,
    ccg_after,
    now_before,
    now_after,
    la_before,
    la_after,
    beds_before,
    beds_after,
    older_before,
    older_after,
    dormant_before,
    dormant_after,
    postcode_before,
    postcode_after,
    address_before,
    address_after,
    uprn_before,
    uprn_after,
    end_before,
    end_after,
    start_after
from sides
where
    in_before <> in_after
    or now_before is distinct from now_after
    or la_before is distinct from la_after
    or beds_before is distinct from beds_after
    or older_before is distinct from older_after
    or dormant_before is distinct from dormant_after
order by home_id
