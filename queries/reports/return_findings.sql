-- relation: return_findings
-- grain: one row a thing found in an accepted version of a return
-- parameters: $returns (their ids), $everywhere, $permitted
-- columns: return_id, code, severity, message, sheet, cell, reason
select
    f.return_id,
    f.code,
    f.severity,
    f.message,
    f.sheet,
    f.cell,
    f.reason
from finding as f
inner join return_version as v on f.return_id = v.return_id
where
    list_contains($returns, f.return_id)
    and ($everywhere or list_contains($permitted, v.submitter))
order by f.return_id, f.severity, f.code, f.sheet, f.cell
