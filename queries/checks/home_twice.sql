-- code: home_twice
-- severity: error
-- kinds: home
-- from: 2020-05-01
-- to:
-- grain: one row a row of a return whose home stands in an earlier row of the same return
-- wording: {Cell}: the home {value} stands already in row {other_row}. A home has one row in a return; remove or correct
--     one of them.
-- columns: kind, submitter, week, sheet, row, column, field, value, other_row
with twice as (
    select
        facts.submitter,
        facts.week,
        facts.home_id
    from facts
    where facts.kind = 'home' and facts.field = 'home_id'
    group by facts.submitter, facts.week, facts.home_id
    having count(*) > 1
),

-- Hardly any stands twice: only theirs are numbered.
homes as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts."column",
        facts.field,
        facts.home_id as value,
        first_value(facts.row) over (
            partition by facts.submitter, facts.week, facts.home_id
            order by facts.sheet, facts.row
        ) as other_row,
        row_number() over (
            partition by facts.submitter, facts.week, facts.home_id
            order by facts.sheet, facts.row
        ) as place
    from facts
    inner join twice
        on
            facts.submitter = twice.submitter
            and facts.week = twice.week
            and facts.home_id = twice.home_id
    where facts.kind = 'home' and facts.field = 'home_id'
)

select
    kind,
    submitter,
    week,
    sheet,
    row,
    "column",
    field,
    value,
    other_row
from homes
where place > 1
order by sheet, row
