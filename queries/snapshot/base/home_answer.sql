-- relation: home_answer
-- grain: one row an answer of a home row: what is silent has no row
-- parameters: none
-- columns: row_id (of home_row), question, answer, number
select
    r.row_id,
    f.field as question,
    f.answer,
    f.number
from facts as f
inner join answer_question as q on f.field = q.question
inner join home_row as r on f.return_id = r.return_id and f.home_id = r.home_id
where
    f.kind = 'home'
    and (f.answer is not null or f.number is not null)
order by f.field, r.row_id
