-- code: from_after_to
-- severity: error
-- kinds: alignment
-- from: 2020-05-01
-- to:
-- grain: one row a row of an alignment file that starts after it ends
-- wording: {Cell}: the alignment of home {home} starts on {value}, after its last day, {last_day}. Correct one of the two
--     dates.
-- columns: kind, submitter, week, sheet, row, column, field, value, home, last_day
select
    started.kind,
    started.submitter,
    started.week,
    started.sheet,
    started.row,
    started."column",
    started.field,
    cast(started.answer as date) as value,
    started.home_id as home,
    cast(ended.answer as date) as last_day
from facts as started
inner join facts as ended
    on
        started.kind = ended.kind
        and started.sheet = ended.sheet
        and started.row = ended.row
        and ended.field = 'to'
where started.kind = 'alignment' and started.field = 'from' and cast(started.answer as date) > cast(ended.answer as date)
order by started.sheet, started.row
