-- relation: return_files
-- grain: one row an accepted version of a return, with the file that it came in
-- parameters: $returns (their ids), $everywhere, $permitted
-- columns: return_id, kind, submitter, week, received_at, known_from, state (standing, superseded, withdrawn), sha256, file_name, facts, reason
select
    return_id,
    kind,
    submitter,
    week,
    received_at,
    known_from,
    case when known_to is null then 'standing' else ended_by end as state,
    sha256,
    file_name,
    facts,
    reason
from return_version
where
    list_contains($returns, return_id)
    and ($everywhere or list_contains($permitted, submitter))
order by submitter, week, return_id
