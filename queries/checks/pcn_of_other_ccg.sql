-- code: pcn_of_other_ccg
-- severity: note
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- needs: pcns
-- grain: one row a PCN of a return that the area list has under another CCG than the return's
-- wording: {Cell}: {name} ({value}) is a PCN of {other_ccg}. A home may be aligned across the border; where that is not meant, check the code.
-- columns: kind, submitter, week, sheet, row, column, field, value, name, other_ccg
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
        listed.ccg as other_ccg,
        row_number() over (
            partition by facts.kind, facts.submitter, facts.week, facts.answer
            order by facts.sheet, facts.row
        ) as place
    from facts
    inner join pcns as listed
        on
            facts.week = listed.week
            and facts.answer = listed.code
    where facts.field = 'pcn_code' and listed.ccg <> facts.submitter
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
    other_ccg
from written
where place = 1
order by sheet, row
