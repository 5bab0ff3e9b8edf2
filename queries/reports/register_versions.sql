-- relation: register_versions
-- grain: one row a register version ever accepted
-- parameters: $everywhere, $permitted (CCGs as the register writes them)
-- columns: return_id, effective, received_at, known_from, known_to, ended_by, file_name, findings, homes (listed and not ended by the
--          effective day), beds (of those), older (for older people), dormant, without_ccg (homes whose CCG is not known)
with found as (
    select
        return_id,
        count(*) as findings
    from finding
    group by return_id
),

listed as (
    select
        v.return_id,
        count(*) as homes,
        sum(coalesce(h.beds, 0)) as beds,
        sum(case when h.older_people = 'yes' then 1 else 0 end) as older,
        sum(case when h.dormant = 'yes' then 1 else 0 end) as dormant,
        sum(case when h.ccg is null then 1 else 0 end) as without_ccg
    from return_version as v
    inner join register_home as h on v.return_id = h.return_id
    where
        v.kind = 'register'
        and (h.end_date is null or h.end_date >= v.week)
        and ($everywhere or list_contains($permitted, h.ccg))
    group by v.return_id
)

select
    v.return_id,
    v.week as effective,
    v.received_at,
    v.known_from,
    v.known_to,
    v.ended_by,
    v.file_name,
    coalesce(f.findings, 0) as findings,
    cast(coalesce(l.homes, 0) as bigint) as homes,
    cast(coalesce(l.beds, 0) as bigint) as beds,
    cast(coalesce(l.older, 0) as bigint) as older,
    cast(coalesce(l.dormant, 0) as bigint) as dormant,
    cast(coalesce(l.without_ccg, 0) as bigint) as without_ccg
from return_version as v
left join listed as l on v.return_id = l.return_id
left join found as f on v.return_id = f.return_id
where v.kind = 'register'
order by v.week, v.known_from, v.return_id
