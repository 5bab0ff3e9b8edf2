-- code: pcn_is_area
-- severity: error
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- grain: one row a row of a return with the code of a CCG, a region or another area that is no PCN in the place of its PCN
-- wording: {Cell}: {value} is the code of {area}, not of a PCN. Enter the PCN's code, such as U12345, or clear the cell:
--     a row without a PCN is about the whole CCG, and a home without one stays in the PCN that is known of it. Then upload the file again.
-- columns: kind, submitter, week, sheet, row, column, field, value, area
select
    facts.kind,
    facts.submitter,
    facts.week,
    facts.sheet,
    facts.row,
    facts."column",
    facts.field,
    facts.answer as value,
    facts.answer as area
from facts
inner join areas on facts.answer = areas.code
where facts.field = 'pcn_code'
order by facts.sheet, facts.row
