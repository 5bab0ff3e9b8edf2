-- code: ladder_above_homes
-- severity: error
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a question with words of an area whose words add up to more than its homes
-- wording: {Cell}, '{question}': its columns add up to {value}, but the row has {homes} homes. Each home counts in one
--     column only.
-- columns: kind, submitter, week, sheet, row, column, field, value, homes
with ladders as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts.field,
        min(facts."column") as "column",
        sum(facts.number) as value
    from facts
    inner join questions on facts.field = questions.id and questions.type = 'word'
    where facts.kind = 'area' and facts.part <> ''
    group by
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts.field
)

select
    ladders.kind,
    ladders.submitter,
    ladders.week,
    ladders.sheet,
    ladders.row,
    ladders."column",
    ladders.field,
    cast(ladders.value as bigint) as value,
    homes.number as homes
from ladders
inner join facts as homes
    on
        ladders.sheet = homes.sheet
        and ladders.row = homes.row
        and homes.kind = 'area'
        and homes.field = 'homes'
where ladders.value > homes.number
order by ladders.sheet, ladders.row
