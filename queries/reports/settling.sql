-- relation: settling
-- grain: one row a decision on a home or area return of a week (accepted, or withdrawn again)
-- parameters: $everywhere, $permitted
-- columns: week, ccg, decided_at, registered (homes of the CCG in the week)
with decided as (
    select
        week,
        submitter as ccg,
        known_from as decided_at
    from return_version
    where kind in ('home', 'area')

    union all

    select
        week,
        submitter as ccg,
        known_to as decided_at
    from return_version
    where kind in ('home', 'area') and ended_by = 'withdrawn'
)

select
    c.week,
    c.ccg,
    d.decided_at,
    c.registered
from ccg_week as c
left join decided as d on c.week = d.week and c.ccg = d.ccg
where
    c.open = 1
    and ($everywhere or list_contains($permitted, c.ccg))
order by c.week, c.ccg, d.decided_at
