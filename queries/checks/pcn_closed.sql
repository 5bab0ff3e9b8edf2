-- code: pcn_closed
-- severity: query
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- needs: pcns
-- grain: one row a PCN of a return that had closed before the week began
-- wording: {Cell}: {name} ({value}) closed on {closed}, before the week began. Check whether its homes are with another PCN now.
-- columns: kind, submitter, week, sheet, row, column, field, value, name, closed
-- Few codes are on the list like that: only theirs are numbered.
with written as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts."column",
        facts.field,
        facts.answer as value,
        listed.name,
        listed.closed,
        row_number() over (
            partition by facts.kind, facts.submitter, facts.week, facts.answer
            order by facts.sheet, facts.row
        ) as place
    from facts
    inner join pcns as listed
        on
            facts.week = listed.week
            and facts.answer = listed.code
    where facts.field = 'pcn_code' and listed.closed < facts.week - 6
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
    name,
    closed
from written
where place = 1
order by sheet, row
