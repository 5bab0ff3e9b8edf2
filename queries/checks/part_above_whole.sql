-- code: part_above_whole
-- severity: error
-- kinds: home
-- from: 2020-05-01
-- to:
-- grain: one row a count that is above the count it is part of, in one row of a return
-- wording: {Cell}, '{question}', is {value}, but '{whole_question}' in the same row is {whole}. Enter a number from 0 to
--     {whole}, or correct the whole.
-- columns: kind, submitter, week, sheet, row, column, field, value, whole_field, whole
with wholes as (
    select
        facts.kind,
        facts.sheet,
        facts.row,
        facts.field,
        facts.number
    from facts
    where facts.field in (select questions.part_of from questions) and facts.number is not null
)

select
    part.kind,
    part.submitter,
    part.week,
    part.sheet,
    part.row,
    part."column",
    part.field,
    part.number as value,
    whole.field as whole_field,
    whole.number as whole
from facts as part
inner join questions on part.field = questions.id and questions.part_of <> ''
inner join wholes as whole
    on
        part.kind = whole.kind
        and part.sheet = whole.sheet
        and part.row = whole.row
        and questions.part_of = whole.field
where part.kind = 'home' and part.number > whole.number
order by part.sheet, part.row, part."column"
