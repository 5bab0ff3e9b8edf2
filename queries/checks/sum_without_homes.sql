-- code: sum_without_homes
-- severity: query
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a sum of an area that does not say how many homes gave it
-- wording: {Cell}, '{question}': the sum {value} does not say how many homes gave it, so it counts in no figure. Enter the
--     number of homes in its column '{field}_homes'.
-- columns: kind, submitter, week, sheet, row, column, field, value
select
    given.kind,
    given.submitter,
    given.week,
    given.sheet,
    given.row,
    given."column",
    given.field,
    given.number as value
from facts as given
left join facts as homes
    on
        given.kind = homes.kind
        and given.sheet = homes.sheet
        and given.row = homes.row
        and given.field = homes.field
        and homes.part = 'homes'
where given.kind = 'area' and given.part = 'sum' and given.number is not null and homes.field is null
order by given.sheet, given.row, given."column"
