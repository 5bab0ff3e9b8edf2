-- relation: effective_row
-- grain: one row a home and week: the one row that counts for it (rule 7: the register's CCG's own row before another CCG's)
-- parameters: none
-- columns: week, n, ccg (the register's; the sender's where the register does not list the home), home_id, sender, return_id, row_id, said_pcn
with candidates as (
    select
        s.week,
        s.n,
        coalesce(h.ccg, s.ccg) as ccg,
        r.home_id,
        s.ccg as sender,
        s.return_id,
        r.row_id,
        r.said_pcn,
        row_number() over (
            partition by s.week, r.home_id
            order by
                case when s.ccg = h.ccg then 0 else 1 end,
                s.ccg
        ) as place
    from standing_return as s
    inner join home_row as r on s.return_id = r.return_id
    left join register_week_home as h on s.week = h.week and r.home_id = h.home_id
    where s.kind = 'home' and s.week in (select week from scope)
)

select
    c.week,
    c.n,
    c.ccg,
    c.home_id,
    c.sender,
    c.return_id,
    c.row_id,
    c.said_pcn
from candidates as c
inner join scope as o on c.week = o.week and c.ccg = o.ccg
where c.place = 1
order by c.week, c.ccg, c.home_id
