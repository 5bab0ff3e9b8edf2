-- code: home_of_other_ccg
-- severity: query
-- kinds: home
-- from: 2020-05-01
-- to:
-- needs: register
-- grain: one row a home of a return that the week's register has in another CCG
-- wording: {Cell}: the home {value} is in {register_ccg} by the register, but was sent by {sender_ccg}. Check its ID and
--     the CCG.
-- columns: kind, submitter, week, sheet, row, column, field, value, register_ccg, sender_ccg
select
    facts.kind,
    facts.submitter,
    facts.week,
    facts.sheet,
    facts.row,
    facts."column",
    facts.field,
    facts.home_id as value,
    register.ccg_code as register_ccg,
    facts.submitter as sender_ccg
from facts
inner join register on facts.week = register.week and facts.home_id = register.home_id
where
    facts.kind = 'home'
    and facts.field = 'home_id'
    and register.ccg_code <> ''
    and register.ccg_code <> facts.submitter
order by facts.sheet, facts.row
