-- relation: register_findings
-- grain: one row a thing found when a register, an alignment file or a code list that stands was accepted
-- parameters: $everywhere
-- columns: return_id, kind, file_name, severity, sheet, cell, message, reason
select
    v.return_id,
    v.kind,
    v.file_name,
    f.severity,
    f.sheet,
    f.cell,
    f.message,
    f.reason
from return_version as v
inner join finding as f on v.return_id = f.return_id
where
    v.kind in ('register', 'alignment', 'areas', 'boundaries')
    and v.known_to is null
    and $everywhere
order by v.known_from desc, v.return_id desc, f.sheet, f.cell, f.message
