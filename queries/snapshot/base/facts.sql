-- relation: facts
-- grain: one row a cell of the returns that are being loaded
-- parameters: none
-- columns: return_id, kind, submitter, week, sheet, row, column, home_id, pcn_code, field, part, answer, number
select
    v.return_id,
    l.kind,
    l.submitter,
    l.week,
    l.sheet,
    l."row",
    l."column",
    l.home_id,
    l.pcn_code,
    l.field,
    l.part,
    l.answer,
    l.number
from lot as l
inner join new_version as v
    on
        l.facts = v.facts
        and l.kind = v.kind
        and l.submitter = v.submitter
        and l.week is not distinct from v.week
