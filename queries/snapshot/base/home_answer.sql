-- relation: home_answer
-- grain: one row an answer of a home row: what is silent has no row
-- parameters: none
-- columns: return_id, home_id, question, answer, number
select
    f.return_id,
    f.home_id,
    f.field as question,
    f.answer,
    f.number
from facts as f
inner join answer_question as q on f.field = q.question
where
    f.kind = 'home'
    and f.home_id <> ''
    and (f.answer is not null or f.number is not null)
