-- relation: item
-- grain: one row an item of the measures that are asked for
-- parameters: $measures
-- columns: item, shape, question, whole, base, settles, at_least, carry, rows_only, optional
select distinct
    i.item,
    i.shape,
    i.question,
    i.whole,
    i.base,
    i.settles,
    i.at_least,
    i.carry,
    i.rows_only,
    i.optional
from item as i
inner join measure_item as m on i.item = m.item
where list_contains($measures, m.measure)
