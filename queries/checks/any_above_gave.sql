-- code: any_above_gave
-- severity: error
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a stock of an area of which more homes have one or more than gave a number
-- wording: {Cell}, '{question}': {value} homes have one or more, but only {gave} homes gave a number. Correct one of the
--     two.
-- columns: kind, submitter, week, sheet, row, column, field, value, gave
select
    held.kind,
    held.submitter,
    held.week,
    held.sheet,
    held.row,
    held."column",
    held.field,
    held.number as value,
    gave.number as gave
from facts as held
inner join facts as gave
    on
        held.kind = gave.kind
        and held.sheet = gave.sheet
        and held.row = gave.row
        and held.field = gave.field
        and gave.part = 'homes'
where held.kind = 'area' and held.part = 'any' and held.number > gave.number
order by held.sheet, held.row
