-- code: area_twice
-- severity: error
-- kinds: area
-- from: 2020-05-01
-- to:
-- grain: one row a row of an area return whose PCN (or the CCG itself) stands in an earlier row of the same return
-- wording: {Cell}: {value} stands already in row {other_row}. An area has one row in a return; remove or correct one of
--     them.
-- columns: kind, submitter, week, sheet, row, column, field, value, other_row
with lines as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts.pcn_code,
        min(facts."column") as "column"
    from facts
    where facts.kind = 'area' and facts.field in ('pcn_code', 'ccg_code', 'week_ending')
    group by
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts.pcn_code
),

placed as (
    select
        lines.*,
        first_value(lines.row) over (
            partition by lines.submitter, lines.week, lines.pcn_code
            order by lines.sheet, lines.row
        ) as other_row,
        row_number() over (
            partition by lines.submitter, lines.week, lines.pcn_code
            order by lines.sheet, lines.row
        ) as place
    from lines
)

select
    kind,
    submitter,
    week,
    sheet,
    row,
    "column",
    'pcn_code' as field,
    case when pcn_code = '' then 'the CCG itself (no PCN code)' else 'the PCN ' || pcn_code end as value,
    other_row
from placed
where place > 1
order by sheet, row
