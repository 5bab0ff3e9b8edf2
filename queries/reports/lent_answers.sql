-- relation: lent_answers
-- grain: one row a (week, home, question) that the row that counts for a home answers; silence has no row, nor has the name of a lead
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: week, home_id, ccg, question, answer, number (null where the answer is none)
select
    h.week,
    h.home_id,
    h.ccg,
    a.question,
    a.answer,
    a.number
from home_week as h
inner join home_answer as a on h.row_id = a.row_id
where
    h.week between $first and $last
    and a.question <> 'lead_name'
    and ($everywhere or list_contains($permitted, h.ccg))
