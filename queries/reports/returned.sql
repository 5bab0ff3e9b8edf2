-- relation: returned
-- grain: one row a CCG that was open in the week, or returned in it
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: week, ccg, open, returned, nil, registered, covered, received_at (the first of its returns that is not withdrawn), versions, revised
with received as (
    select
        submitter as ccg,
        week,
        min(received_at) as received_at,
        count(*) as versions,
        max(case when ended_by = 'superseded' then 1 else 0 end) as revised
    from return_version
    where
        kind in ('home', 'area')
        and ended_by <> 'withdrawn'
    group by submitter, week
)

select
    c.week,
    c.ccg,
    c.open,
    c.returned,
    c.nil,
    v.registered,
    v.covered,
    r.received_at,
    coalesce(r.versions, 0) as versions,
    coalesce(r.revised, 0) as revised
from ccg_week as c
inner join coverage as v on c.week = v.week and c.ccg = v.ccg
left join received as r on c.week = r.week and c.ccg = r.ccg
where
    c.week between $first and $last
    and ($everywhere or list_contains($permitted, c.ccg))
order by c.week, c.ccg
