-- code: states_above_homes
-- severity: error
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a yes/no question of an area whose four states add up to more than its homes
-- wording: {Cell}, '{question}': yes, no, not answered and not applicable add up to {value}, but the row has {homes}
--     homes. Correct the counts.
-- columns: kind, submitter, week, sheet, row, column, field, value, homes
with states as (
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
    where facts.kind = 'area' and facts.part in ('yes', 'no', 'not answered', 'not applicable')
    group by
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts.field
)

select
    states.kind,
    states.submitter,
    states.week,
    states.sheet,
    states.row,
    states."column",
    states.field,
    cast(states.value as bigint) as value,
    homes.number as homes
from states
inner join facts as homes
    on
        states.sheet = homes.sheet
        and states.row = homes.row
        and homes.kind = 'area'
        and homes.field = 'homes'
where states.value > homes.number
order by states.sheet, states.row, states."column"
