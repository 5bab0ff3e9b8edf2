-- code: la_above_total
-- severity: error
-- kinds: la
-- from: 2020-05-01
-- to:
-- grain: one row an action of an LA status return that more homes have in place than there are
-- wording: {Cell}: {value} homes for action {field}, but the total of registered care homes is {homes}. Correct one of
--     the two.
-- columns: kind, submitter, week, sheet, row, column, field, value, homes
select
    item.kind,
    item.submitter,
    item.week,
    item.sheet,
    item.row,
    item."column",
    item.field,
    item.number as value,
    total.number as homes
from facts as item
inner join facts as total
    on
        item.kind = total.kind
        and item.submitter = total.submitter
        and item.week = total.week
        and total.field = 'total_homes'
where item.kind = 'la' and item.part = 'homes' and item.number > total.number
order by item.sheet, item.row
