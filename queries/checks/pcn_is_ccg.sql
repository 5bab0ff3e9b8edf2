-- code: pcn_is_ccg
-- severity: error
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a row of an area return whose PCN is the CCG itself
-- wording: {Cell}: {value} is the code of the CCG itself, not of a PCN. Is the row about the whole CCG? Then leave its PCN code blank. If not, enter the PCN's code.
-- columns: kind, submitter, week, sheet, row, column, field, value
select
    kind,
    submitter,
    week,
    sheet,
    row,
    "column",
    field,
    answer as value
from facts
where
    field = 'pcn_code'
    and answer = submitter
order by sheet, row
