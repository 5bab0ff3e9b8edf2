-- relation: part_home
-- grain: one row a part of a CCG in a week: each PCN with homes or an area row there, and its homes not aligned (pcn '')
-- parameters: $carry_weeks how long an area row may still be carried
-- columns: week, n, ccg, pcn, known (homes known there), home_rows (that count), area_homes (of this week's area row, null without one)
with homes as (
    select
        h.week,
        h.ccg,
        h.pcn,
        count(*) as known,
        sum(case when h.row_id is null then 0 else 1 end) as home_rows
    from home_week as h
    inner join scope as o on h.week = o.week and h.ccg = o.ccg
    group by h.week, h.ccg, h.pcn
),

near as (
    select distinct
        o.week,
        o.ccg,
        a.pcn
    from scope as o
    inner join ccg_in_week as s on o.week = s.week and o.ccg = s.ccg
    inner join area_row_week as a on s.code = a.ccg and a.n <= o.n and a.n >= o.n - $carry_weeks
    where a.pcn <> ''
),

parts as (
    select week, ccg, pcn from homes
    union
    select week, ccg, pcn from near
    union
    select week, ccg, '' as pcn from scope
)

select
    p.week,
    o.n,
    p.ccg,
    p.pcn,
    cast(coalesce(h.known, 0) as bigint) as known,
    cast(coalesce(h.home_rows, 0) as bigint) as home_rows,
    a.homes as area_homes
from parts as p
inner join scope as o on p.week = o.week and p.ccg = o.ccg
left join homes as h on p.week = h.week and p.ccg = h.ccg and p.pcn = h.pcn
left join area_row_week as a on p.week = a.week and p.ccg = a.ccg and p.pcn = a.pcn and p.pcn <> ''
