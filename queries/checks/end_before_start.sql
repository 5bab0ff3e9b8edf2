-- code: end_before_start
-- severity: query
-- kinds: register
-- from: 2010-01-01
-- to:
-- grain: one row a location whose end is before its start
-- wording: {Cell}: the location {home} ends on {value}, before its start on {start}. Check both dates.
-- columns: kind, submitter, week, sheet, row, column, field, value, home, start
select
    ended.kind,
    ended.submitter,
    ended.week,
    ended.sheet,
    ended.row,
    ended."column",
    ended.field,
    cast(ended.answer as date) as value,
    ended.home_id as home,
    cast(started.answer as date) as start
from facts as ended
inner join facts as started
    on
        ended.kind = started.kind
        and ended.sheet = started.sheet
        and ended.row = started.row
        and started.field = 'start_date'
where ended.kind = 'register' and ended.field = 'end_date' and cast(ended.answer as date) < cast(started.answer as date)
order by ended.sheet, ended.row
