-- relation: unplaced_files
-- grain: one row a file or return that was refused or held and names no submitter that is known, or no week, the newest first
-- parameters: $everywhere
-- columns: return_id, action, kind, submitter, week, received_at, known_from, file_name
select
    return_id,
    action,
    kind,
    submitter,
    week,
    received_at,
    known_from,
    file_name
from not_accepted
where
    (week is null or submitter not in (select code from area))
    and kind in ('', 'home', 'area')
    and $everywhere
order by known_from desc, return_id desc
