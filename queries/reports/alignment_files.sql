-- relation: alignment_files
-- grain: one row an alignment file ever accepted
-- parameters: $everywhere
-- columns: return_id, received_at, known_from, known_to, ended_by, file_name, lines (its rows), homes, pcns, findings
with found as (
    select
        return_id,
        count(*) as findings
    from finding
    group by return_id
),

held as (
    select
        return_id,
        count(distinct home_id) as homes,
        count(distinct pcn) as pcns
    from alignment_row
    group by return_id
)

select
    v.return_id,
    v.received_at,
    v.known_from,
    v.known_to,
    v.ended_by,
    v.file_name,
    v.row_count as lines,
    coalesce(h.homes, 0) as homes,
    coalesce(h.pcns, 0) as pcns,
    coalesce(f.findings, 0) as findings
from return_version as v
left join held as h on v.return_id = h.return_id
left join found as f on v.return_id = f.return_id
where v.kind = 'alignment' and $everywhere
order by v.known_from desc, v.return_id desc
