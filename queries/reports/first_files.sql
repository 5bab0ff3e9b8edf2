-- relation: first_files
-- grain: one row a submitter and week: the first of its home and area returns that was decided
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: ccg, week, clean (1: accepted at once, without an error or a query), decided_at
with decided as (
    select
        return_id,
        submitter,
        week,
        known_from,
        1 as accepted
    from return_version
    where
        kind in ('home', 'area')
        and week between $first and $last
    union all
    select
        return_id,
        submitter,
        week,
        known_from,
        0 as accepted
    from not_accepted
    where
        kind in ('', 'home', 'area')
        and week between $first and $last
),

troubled as (
    select
        return_id,
        1 as troubled
    from finding
    where severity in ('error', 'query')
    group by return_id
),

ordered as (
    select
        d.submitter,
        d.week,
        d.known_from,
        d.accepted * (1 - coalesce(t.troubled, 0)) as clean,
        row_number() over (
            partition by d.submitter, d.week
            order by d.known_from, d.return_id
        ) as place
    from decided as d
    left join troubled as t on d.return_id = t.return_id
)

select
    submitter as ccg,
    week,
    clean,
    known_from as decided_at
from ordered
where
    place = 1
    and ($everywhere or list_contains($permitted, submitter))
order by week, submitter
