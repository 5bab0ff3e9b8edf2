-- relation: effective_row
-- grain: one row a home and week: the one row that counts for it (rule 7: the register's CCG's own row before another CCG's)
-- parameters: none
-- columns: week, n, ccg (the register's; the sender's without a register), home_id, sender, return_id, said_pcn
with candidates as (
    select
        s.week,
        s.n,
        h.ccg,
        r.home_id,
        s.ccg as sender,
        s.return_id,
        r.said_pcn,
        row_number() over (
            partition by s.week, r.home_id
            order by
                case when s.ccg = h.ccg then 0 else 1 end,
                s.known_from desc,
                s.return_id desc
        ) as place
    from standing_return as s
    inner join home_row as r on s.return_id = r.return_id
    inner join register_week_home as h on s.week = h.week and r.home_id = h.home_id
    inner join scope as o on h.week = o.week and h.ccg = o.ccg
    where s.kind = 'home'
),

without_register as (
    select
        s.week,
        s.n,
        s.ccg,
        r.home_id,
        s.ccg as sender,
        s.return_id,
        r.said_pcn,
        row_number() over (
            partition by s.week, r.home_id
            order by s.known_from desc, s.return_id desc
        ) as place
    from standing_return as s
    inner join home_row as r on s.return_id = r.return_id
    left join week_register as g on s.week = g.week
    where s.kind = 'home' and g.week is null
)

select
    week,
    n,
    ccg,
    home_id,
    sender,
    return_id,
    said_pcn
from candidates
where place = 1

union all

select
    w.week,
    w.n,
    w.ccg,
    w.home_id,
    w.sender,
    w.return_id,
    w.said_pcn
from without_register as w
inner join scope as o on w.week = o.week and w.ccg = o.ccg
where w.place = 1
