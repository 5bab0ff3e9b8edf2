-- relation: week_register
-- grain: one row a reporting week that has a register (rule 1)
-- parameters: none
-- columns: week, n, return_id (the register's), effective, first_used (1: the week is before the first register)
with known as (
    select
        return_id,
        week as effective
    from return_version
    where kind = 'register' and known_to is null
),

candidates as (
    select
        w.week,
        w.n,
        k.return_id,
        k.effective,
        case when k.effective <= w.week then 0 else 1 end as first_used,
        row_number() over (
            partition by w.week
            order by
                case when k.effective <= w.week then 0 else 1 end,
                case when k.effective <= w.week then k.effective end desc,
                k.effective,
                k.return_id
        ) as place
    from week as w
    cross join known as k
)

select
    week,
    n,
    return_id,
    effective,
    first_used
from candidates
where place = 1
