-- code: homes_above_homes
-- severity: error
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a count of homes in an area return that is above the homes of its row
-- wording: {Cell}, '{question}': {value} homes are counted, but the row has {homes} homes. Enter a number from 0 to
--     {homes}.
-- columns: kind, submitter, week, sheet, row, column, field, value, homes
select
    counted.kind,
    counted.submitter,
    counted.week,
    counted.sheet,
    counted.row,
    counted."column",
    counted.field,
    counted.number as value,
    homes.number as homes
from facts as counted
inner join facts as homes
    on
        counted.kind = homes.kind
        and counted.sheet = homes.sheet
        and counted.row = homes.row
        and homes.field = 'homes'
where counted.kind = 'area' and counted.part in ('homes', 'any') and counted.number > homes.number
order by counted.sheet, counted.row, counted."column"
