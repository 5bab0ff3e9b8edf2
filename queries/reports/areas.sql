-- relation: areas
-- grain: one row an area of the list that the snapshot was made with, in the order of the list
-- parameters: none
-- columns: code, level, name, ons_code, parent, opened, closed, successor
select
    code,
    level,
    name,
    ons_code,
    parent,
    opened,
    closed,
    successor
from area
order by place
