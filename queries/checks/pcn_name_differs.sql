-- code: pcn_name_differs
-- severity: query
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- grain: one row a PCN code that stands beside more than one name in one return
-- wording: {Cell}: the PCN {code} is called "{value}" here and "{other}" elsewhere in this return. Check the codes.
-- columns: kind, submitter, week, sheet, row, column, field, value, code, other
with written as (
    select
        name.kind,
        name.submitter,
        name.week,
        name.sheet,
        name.row,
        name."column",
        name.field,
        name.answer as value,
        code.answer as code,
        -- What stands there again is the same: the first of each is looked at.
        row_number() over (
            partition by name.submitter, name.week, code.answer, name.answer
            order by name.sheet, name.row
        ) as place
    from facts as name
    inner join facts as code
        on
            name.kind = code.kind
            and name.sheet = code.sheet
            and name.row = code.row
            and code.field = 'pcn_code'
    where
        name.field = 'pcn_name'
        and name.answer <> 'not applicable'
        and code.answer <> 'not applicable'
),

names as (
    select
        written.kind,
        written.submitter,
        written.week,
        written.sheet,
        written.row,
        written."column",
        written.field,
        written.value,
        written.code,
        regexp_replace(lower(written.value), '[^a-z0-9]+|pcn', '', 'g') as plain
    from written
    where written.place = 1
),

compared as (
    select
        names.*,
        first_value(names.value) over (
            partition by names.submitter, names.week, names.code
            order by names.sheet, names.row
        ) as other,
        first_value(names.plain) over (
            partition by names.submitter, names.week, names.code
            order by names.sheet, names.row
        ) as other_plain,
        row_number() over (
            partition by names.submitter, names.week, names.code, names.plain
            order by names.sheet, names.row
        ) as place
    from names
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
    code,
    other
from compared
where plain <> other_plain and place = 1
order by sheet, row
