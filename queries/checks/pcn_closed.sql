-- code: pcn_closed
-- severity: query
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- needs: pcns
-- grain: one row a PCN of a return that had closed before the week began
-- wording: {Cell}: {name} ({value}) closed on {closed}, before the week began. Check whether its homes are with another PCN now.
-- columns: kind, submitter, week, sheet, row, column, field, value, name, closed
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
    listed.closed
from written
inner join pcns as listed
    on
        written.week = listed.week
        and written.answer = listed.code
where
    written.place = 1
    and listed.closed < written.week - 6
order by written.sheet, written.row
