-- relation: versions
-- grain: one row an accepted version of a return
-- parameters: $everywhere, $permitted
-- columns: return_id, kind, submitter, week, nil, received_at, known_from, known_to, ended_by, file_name, row_count, reason, findings
select
    v.return_id,
    v.kind,
    v.submitter,
    v.week,
    v.nil,
    v.received_at,
    v.known_from,
    v.known_to,
    v.ended_by,
    v.file_name,
    v.row_count,
    v.reason,
    count(f.code) as findings
from return_version as v
left join finding as f on v.return_id = f.return_id
where
    ($everywhere or list_contains($permitted, v.submitter))
group by
    v.return_id, v.kind, v.submitter, v.week, v.nil, v.received_at, v.known_from, v.known_to, v.ended_by, v.file_name, v.row_count,
    v.reason
order by v.known_from desc, v.return_id desc
