-- relation: item
-- grain: one row an item that is asked of everybody, or whose optional question any return answers: nothing is computed for the others
-- parameters: none
-- columns: item, shape, question, whole, base, settles, at_least, carry, rows_only, optional
select
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
left join (
    select question from home_answer
    union
    select question from area_answer
) as a on i.question = a.question
where i.optional = 0 or i.shape not in ('words', 'at_least', 'pair', 'stock') or a.question is not null
