-- code: pair_unequal
-- severity: query
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a pair of counts of an area, a part and its whole, that different numbers of homes gave
-- wording: {Cell}, '{question}': {value} homes gave it, but {whole} homes gave '{whole_question}'. The pair is left out
--     of the share; give both sums over the homes that gave both.
-- columns: kind, submitter, week, sheet, row, column, field, value, whole_field, whole
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
inner join facts as whole
    on
        part.kind = whole.kind
        and part.sheet = whole.sheet
        and part.row = whole.row
        and questions.part_of = whole.field
        and whole.part = 'homes'
where part.kind = 'area' and part.part = 'homes' and part.number <> whole.number
order by part.sheet, part.row, part."column"
