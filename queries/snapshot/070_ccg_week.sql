-- relation: ccg_week
-- grain: one row a CCG and week in scope: open or with homes on the register
-- parameters: none
-- columns: week, n, ccg, open, returned, nil, registered, has_register, first_used
with returned as (
    select
        week,
        ccg,
        max(case when nil then 0 else 1 end) as answers,
        max(case when nil then 1 else 0 end) as nil
    from standing_return
    where kind in ('home', 'area')
    group by week, ccg
),

registered as (
    select
        r.week,
        r.ccg,
        count(*) as homes
    from register_week_home as r
    inner join scope as o on r.week = o.week and r.ccg = o.ccg
    group by r.week, r.ccg
)

select
    s.week,
    s.n,
    s.ccg,
    s.open,
    case when b.week is null then 0 else 1 end as returned,
    coalesce(b.nil, 0) as nil,
    cast(coalesce(g.homes, 0) as bigint) as registered,
    case when k.week is null then 0 else 1 end as has_register,
    coalesce(k.first_used, 0) as first_used
from scope as s
left join returned as b on s.week = b.week and s.ccg = b.ccg
left join registered as g on s.week = g.week and s.ccg = g.ccg
left join week_register as k on s.week = k.week
