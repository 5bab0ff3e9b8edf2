-- code: alignment_overlap
-- severity: note
-- kinds: alignment
-- from: 2020-05-01
-- to:
-- grain: one row a row of an alignment file whose home another row aligns to another PCN at the same time
-- wording: {Cell}: the home {home} is aligned to {value} here and to {other} in row {other_row}, at the same time. Until
--     one is ended it counts as not aligned.
-- columns: kind, submitter, week, sheet, row, column, field, value, home, other, other_row
with lines as (
    select
        code.kind,
        code.submitter,
        code.week,
        code.sheet,
        code.row,
        code."column",
        code.home_id,
        code.answer as pcn_code,
        coalesce(cast(started.answer as date), date '0001-01-01') as first_day,
        coalesce(cast(ended.answer as date), date '9999-12-31') as last_day
    from facts as code
    left join facts as started
        on
            code.kind = started.kind
            and code.sheet = started.sheet
            and code.row = started.row
            and started.field = 'from'
    left join facts as ended
        on
            code.kind = ended.kind
            and code.sheet = ended.sheet
            and code.row = ended.row
            and ended.field = 'to'
    where code.kind = 'alignment' and code.field = 'pcn_code'
)

select
    later.kind,
    later.submitter,
    later.week,
    later.sheet,
    later.row,
    later."column",
    'pcn_code' as field,
    later.pcn_code as value,
    later.home_id as home,
    earlier.pcn_code as other,
    earlier.row as other_row
from lines as later
inner join lines as earlier
    on
        later.home_id = earlier.home_id
        and later.sheet = earlier.sheet
        and later.row > earlier.row
        and later.pcn_code <> earlier.pcn_code
        and later.first_day <= earlier.last_day
        and later.last_day >= earlier.first_day
order by later.sheet, later.row
