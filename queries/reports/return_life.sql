-- relation: return_life
-- grain: one row a submitter and week of which a home or area return was accepted, refused or held
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: ccg, week, standing (returns with answers that stand), nils (nil returns that stand), queried (of both, those accepted with a
--          query), superseded, withdrawn, refused, held, and the last moment of each: withdrawn_at, refused_at, held_at
with queried as (
    select
        return_id,
        max(case when severity = 'query' then 1 else 0 end) as queried
    from finding
    group by return_id
),

accepted as (
    select
        v.submitter as ccg,
        v.week,
        case when v.known_to is null then 1 else 0 end as stands,
        case when v.nil then 1 else 0 end as nil,
        coalesce(q.queried, 0) as queried,
        v.ended_by,
        v.known_to
    from return_version as v
    left join queried as q on v.return_id = q.return_id
    where
        v.kind in ('home', 'area')
        and v.week between $first and $last
),

came as (
    select
        ccg,
        week,
        stands * (1 - nil) as standing,
        stands * nil as nils,
        stands * queried as queried,
        case when ended_by = 'superseded' then 1 else 0 end as superseded,
        case when ended_by = 'withdrawn' then 1 else 0 end as withdrawn,
        0 as refused,
        0 as held,
        case when ended_by = 'withdrawn' then known_to end as withdrawn_at,
        cast(null as timestamp) as refused_at,
        cast(null as timestamp) as held_at
    from accepted
    union all
    select
        submitter as ccg,
        week,
        0 as standing,
        0 as nils,
        0 as queried,
        0 as superseded,
        0 as withdrawn,
        case when action = 'refused' then 1 else 0 end as refused,
        case when action = 'held' then 1 else 0 end as held,
        cast(null as timestamp) as withdrawn_at,
        case when action = 'refused' then known_from end as refused_at,
        case when action = 'held' then known_from end as held_at
    from not_accepted
    where
        kind in ('', 'home', 'area')
        and week between $first and $last
)

select
    ccg,
    week,
    cast(sum(standing) as bigint) as standing,
    cast(sum(nils) as bigint) as nils,
    cast(sum(queried) as bigint) as queried,
    cast(sum(superseded) as bigint) as superseded,
    cast(sum(withdrawn) as bigint) as withdrawn,
    cast(sum(refused) as bigint) as refused,
    cast(sum(held) as bigint) as held,
    max(withdrawn_at) as withdrawn_at,
    max(refused_at) as refused_at,
    max(held_at) as held_at
from came
where ($everywhere or list_contains($permitted, ccg))
group by ccg, week
order by week, ccg
