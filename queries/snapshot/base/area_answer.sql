-- relation: area_answer
-- grain: one row a count of an area return
-- parameters: none
-- columns: return_id, pcn, question, part (a state, a ladder's word, sum, homes, any), number
select
    f.return_id,
    f.pcn_code as pcn,
    f.field as question,
    f.part,
    f.number
from facts as f
inner join answer_question as q on f.field = q.question
where
    f.kind = 'area'
    and f.part <> ''
    and f.number is not null
