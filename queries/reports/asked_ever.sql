-- relation: asked_ever
-- grain: one row a measure of an optional question that some CCG is asked in some week
-- parameters: none
-- columns: measure
select distinct m.measure
from asked as k
inner join measure_item as m on k.item = m.item
order by m.measure
