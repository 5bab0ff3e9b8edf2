-- relation: home_names
-- grain: one row a home that a register known at the moment lists, or else a standing return has a row for
-- parameters: $everywhere, $permitted
-- columns: home_id, name, postcode, ccg (where it stands by the newest of these registers; else the sender's), listed (1: in the register of the newest week)
with registered as (
    select
        h.home_id,
        h.name,
        h.postcode,
        h.ccg,
        row_number() over (partition by h.home_id order by v.week desc, v.known_from desc, h.return_id desc) as place
    from register_home as h
    inner join return_version as v on h.return_id = v.return_id
    where v.known_to is null
),

sent as (
    select
        e.home_id,
        e.ccg,
        row_number() over (partition by e.home_id order by e.week desc) as place
    from effective_row as e
    left join registered as r on e.home_id = r.home_id and r.place = 1
    where r.home_id is null
),

newest as (
    select max(week) as week
    from week
),

known as (
    select
        home_id,
        coalesce(name, '') as name,
        coalesce(postcode, '') as postcode,
        coalesce(ccg, '') as ccg
    from registered
    where place = 1

    union all

    select
        home_id,
        '' as name,
        '' as postcode,
        ccg
    from sent
    where place = 1
)

select
    k.home_id,
    k.name,
    k.postcode,
    k.ccg,
    case when h.home_id is null then 0 else 1 end as listed
from known as k
cross join newest as n
left join register_week_home as h on k.home_id = h.home_id and n.week = h.week
where $everywhere or list_contains($permitted, k.ccg)
order by k.home_id
