-- code: delivered_above_allocated
-- severity: query
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- grain: one row a row of a return in which more oximeters were delivered than allocated
-- wording: {Cell}: {value} pulse oximeters delivered, but only {allocated} allocated in the same row. Check both.
-- columns: kind, submitter, week, sheet, row, column, field, value, allocated
select
    delivered.kind,
    delivered.submitter,
    delivered.week,
    delivered.sheet,
    delivered.row,
    delivered."column",
    delivered.field,
    delivered.number as value,
    allocated.number as allocated
from facts as delivered
inner join facts as allocated
    on
        delivered.kind = allocated.kind
        and delivered.sheet = allocated.sheet
        and delivered.row = allocated.row
        and delivered.part = allocated.part
where
    delivered.field = 'oximeters_delivered'
    and allocated.field = 'oximeters_allocated'
    and delivered.part in ('', 'sum')
    and delivered.number > allocated.number
order by delivered.sheet, delivered.row
