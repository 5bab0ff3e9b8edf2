-- code: home_not_registered
-- severity: query
-- kinds: home
-- from: 2020-05-01
-- to:
-- needs: register
-- grain: one row a home of a return that the week's register does not hold
-- wording: {Cell}: the home {value} is not on the register of that week. It is kept, but counted in no figure; check its
--     ID.
-- columns: kind, submitter, week, sheet, row, column, field, value
with weeks as (
    select distinct week from register
)

select
    facts.kind,
    facts.submitter,
    facts.week,
    facts.sheet,
    facts.row,
    facts."column",
    facts.field,
    facts.home_id as value
from facts
inner join weeks on facts.week = weeks.week
left join register on facts.week = register.week and facts.home_id = register.home_id
where facts.kind = 'home' and facts.field = 'home_id' and register.home_id is null
order by facts.sheet, facts.row
