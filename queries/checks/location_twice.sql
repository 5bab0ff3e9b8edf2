-- code: location_twice
-- severity: error
-- kinds: register
-- from: 2020-05-01
-- to:
-- grain: one row a row of a register whose location stands in an earlier row
-- wording: {Cell}: the location {value} stands already in row {other_row}. A location has one row in a register; remove
--     or correct one of them.
-- columns: kind, submitter, week, sheet, row, column, field, value, other_row
with homes as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts."column",
        facts.field,
        facts.home_id as value,
        first_value(facts.row) over (
            partition by facts.submitter, facts.week, facts.home_id
            order by facts.sheet, facts.row
        ) as other_row,
        row_number() over (
            partition by facts.submitter, facts.week, facts.home_id
            order by facts.sheet, facts.row
        ) as place
    from facts
    where facts.kind = 'register' and facts.field = 'location_id'
)

select
    kind,
    submitter,
    week,
    sheet,
    row,
    "column",
    field,
    value,
    other_row
from homes
where place > 1
order by sheet, row
