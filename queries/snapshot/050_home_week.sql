-- relation: home_week
-- grain: one row a home that counts in a week, with its one PCN (rules 1 and 6)
-- parameters: none
-- columns: week, n, ccg, home_id, pcn ('' not aligned), aligned_by (file, return, claimed by two, none), beds, older_people, la,
--          row_id and sender (of the row that counts; null without a row), said_pcn (of that row)
with homes as (
    select
        r.week,
        r.n,
        r.ccg,
        r.home_id,
        r.beds,
        r.older_people,
        r.la,
        e.row_id,
        e.sender,
        e.said_pcn
    from register_week_home as r
    inner join scope as o on r.week = o.week and r.ccg = o.ccg
    left join effective_row as e on r.week = e.week and r.home_id = e.home_id

    union all

    select
        e.week,
        e.n,
        e.ccg,
        e.home_id,
        null as beds,
        null as older_people,
        '' as la,
        e.row_id,
        e.sender,
        e.said_pcn
    from effective_row as e
    inner join scope as o on e.week = o.week and e.ccg = o.ccg
    left join week_register as g on e.week = g.week
    where g.week is null
),

-- The newest alignment file that mentions a home decides it wholly.
newest_file as (
    select
        a.home_id,
        a.return_id,
        row_number() over (partition by a.home_id order by v.known_from desc, a.return_id desc) as place
    from (select distinct home_id, return_id from alignment_row) as a
    inner join return_version as v on a.return_id = v.return_id
    where v.known_to is null
),

filed as (
    select
        h.week,
        h.home_id,
        count(distinct a.pcn) as pcns,
        min(a.pcn) as pcn
    from homes as h
    inner join newest_file as f on h.home_id = f.home_id and f.place = 1
    inner join alignment_row as a on f.return_id = a.return_id and f.home_id = a.home_id
    where
        (a.from_day is null or a.from_day <= h.week)
        and (a.to_day is null or a.to_day >= h.week)
    group by h.week, h.home_id
),

-- What a return says holds from its week until a return says otherwise.
said as (
    select
        week,
        home_id,
        said_pcn,
        lead(week) over (partition by home_id order by week) as next_week
    from effective_row
    where said_pcn is not null and home_id in (select home_id from homes)
)

select
    h.week,
    h.n,
    h.ccg,
    h.home_id,
    case
        when f.pcns = 1 then f.pcn
        when f.pcns > 1 then ''
        when s.said_pcn is not null and s.said_pcn <> 'not applicable' then s.said_pcn
        else ''
    end as pcn,
    case
        when f.pcns = 1 then 'file'
        when f.pcns > 1 then 'claimed by two'
        when s.said_pcn is not null and s.said_pcn <> 'not applicable' then 'return'
        else 'none'
    end as aligned_by,
    h.beds,
    h.older_people,
    h.la,
    h.row_id,
    h.sender,
    h.said_pcn
from homes as h
left join filed as f on h.week = f.week and h.home_id = f.home_id
left join said as s
    on
        h.home_id = s.home_id
        and s.week <= h.week
        and (s.next_week is null or s.next_week > h.week)
