-- relation: register_strangers
-- grain: one row a (CCG, home) of a home return whose home the register of the week does not list in that CCG
-- parameters: $week, $everywhere, $permitted
-- columns: ccg (the sender), home_id, registered_in (the CCG where the register has it, '' where it does not list it), ended (its last day,
--          where the version in force says one), starts (its first day, where that is after the week), name, uprn, postcode, address (as the newest register says that lists it)
with newest as (
    select
        h.home_id,
        h.name,
        h.uprn,
        h.postcode,
        h.address,
        row_number() over (partition by h.home_id order by v.week desc, v.known_from desc, v.return_id desc) as place
    from register_home as h
    inner join return_version as v on h.return_id = v.return_id
)

select
    s.ccg,
    r.home_id,
    n.name,
    n.uprn,
    n.postcode,
    n.address,
    coalesce(h.ccg, '') as registered_in,
    case when l.end_date < s.week then l.end_date end as ended,
    case when l.start_date > s.week then l.start_date end as starts
from standing_return as s
inner join home_row as r on s.return_id = r.return_id
inner join week_register as g on s.week = g.week
left join register_week_home as h on s.week = h.week and r.home_id = h.home_id
left join newest as n on r.home_id = n.home_id and n.place = 1
left join register_home as l on g.return_id = l.return_id and r.home_id = l.home_id
where
    s.kind = 'home'
    and s.week = $week
    and (h.ccg is null or h.ccg <> s.ccg)
    and ($everywhere or list_contains($permitted, s.ccg))
order by s.ccg, r.home_id
