-- relation: la_answer
-- grain: one row a thing that a local authority's form says; contact fields stay in the facts
-- parameters: none
-- columns: return_id, item, part, answer, number
select
    return_id,
    field as item,
    part,
    answer,
    number
from facts
where
    kind = 'la'
    and field not in ('contact_name', 'contact_email')
