-- code: area_part_above_whole
-- severity: error
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a sum of an area that is above the sum it is part of, both over the same number of homes
-- wording: {Cell}, '{question}', is {value}, but '{whole_question}' in the same row is {whole}, from as many homes.
--     Correct one of the two.
-- columns: kind, submitter, week, sheet, row, column, field, value, whole_field, whole
with sums as (
    select
        total.kind,
        total.submitter,
        total.week,
        total.sheet,
        total.row,
        total."column",
        total.field,
        total.number,
        gave.number as homes_gave
    from facts as total
    inner join facts as gave
        on
            total.kind = gave.kind
            and total.sheet = gave.sheet
            and total.row = gave.row
            and total.field = gave.field
            and gave.part = 'homes'
    where total.kind = 'area' and total.part = 'sum'
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
from sums as part
inner join questions on part.field = questions.id
inner join sums as whole
    on
        part.sheet = whole.sheet
        and part.row = whole.row
        and questions.part_of = whole.field
where part.homes_gave = whole.homes_gave and part.number > whole.number
order by part.sheet, part.row, part."column"
