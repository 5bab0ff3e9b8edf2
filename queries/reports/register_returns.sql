-- relation: register_returns
-- grain: one row a CCG of a week: what its returns say of how many homes it has, and what the register lists
-- parameters: $week, $everywhere, $permitted
-- columns: ccg, returned, nil, registered, effective (the day from which the register in force holds, null without one),
--          home_rows (of its own home return), ccg_total (homes of its CCG row, null without one), pcn_totals (homes of its PCN rows, null
--          without one), beyond (homes of its PCN rows above the home rows that it sent for those PCNs)
with sent as (
    select
        s.ccg,
        coalesce(h.pcn, r.said_pcn, '') as pcn,
        count(*) as homes
    from standing_return as s
    inner join home_row as r on s.return_id = r.return_id
    left join home_week as h on s.week = h.week and r.home_id = h.home_id
    where s.kind = 'home' and s.week = $week
    group by s.ccg, coalesce(h.pcn, r.said_pcn, '')
),

rows_of_ccg as (
    select
        ccg,
        sum(homes) as homes
    from sent
    group by ccg
),

totals as (
    select
        a.ccg,
        max(case when a.pcn = '' then a.homes end) as ccg_total,
        sum(case when a.pcn <> '' then a.homes end) as pcn_totals,
        sum(case when a.pcn <> '' then greatest(a.homes - coalesce(s.homes, 0), 0) else 0 end) as beyond
    from area_row_week as a
    left join sent as s on a.ccg = s.ccg and a.pcn = s.pcn
    where a.week = $week
    group by a.ccg
)

select
    c.ccg,
    c.returned,
    c.nil,
    c.registered,
    g.effective,
    cast(coalesce(r.homes, 0) as bigint) as home_rows,
    cast(t.ccg_total as bigint) as ccg_total,
    cast(t.pcn_totals as bigint) as pcn_totals,
    cast(coalesce(t.beyond, 0) as bigint) as beyond
from ccg_week as c
left join week_register as g on c.week = g.week
left join rows_of_ccg as r on c.ccg = r.ccg
left join totals as t on c.ccg = t.ccg
where
    c.week = $week
    and ($everywhere or list_contains($permitted, c.ccg))
order by c.ccg
