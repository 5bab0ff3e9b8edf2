-- code: pcn_of_other_ccg
-- severity: note
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- needs: pcns
-- grain: one row a PCN of a return that the area list has under another CCG than the return's
-- wording: {Cell}: {name} ({value}) is a PCN of {other_ccg}. A home may be aligned across the border; where that is not meant, check the code.
-- columns: kind, submitter, week, sheet, row, column, field, value, name, other_ccg
with written as (
    select
        facts.*,
        row_number() over (
            partition by facts.kind, facts.submitter, facts.week, facts.answer
            order by facts.sheet, facts.row
        ) as place
    from facts
    where facts.field = 'pcn_code'
)

select
    written.kind,
    written.submitter,
    written.week,
    written.sheet,
    written.row,
    written."column",
    written.field,
    written.answer as value,
    listed.name,
    listed.ccg as other_ccg
from written
inner join pcns as listed
    on
        written.week = listed.week
        and written.answer = listed.code
where
    written.place = 1
    and listed.ccg <> written.submitter
order by written.sheet, written.row
