-- code: pcn_not_listed
-- severity: query
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- needs: pcns
-- grain: one row a PCN code of a return that is not on the area list, where the list has PCNs of its CCG
-- wording: {Cell}: the area list has no PCN {value}. Did you mean {near} ({near_name}), the nearest of {ccg}? If not, check the code.
-- columns: kind, submitter, week, sheet, row, column, field, value, ccg, near, near_name
with codes as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts."column",
        facts.answer as value,
        row_number() over (
            partition by facts.kind, facts.submitter, facts.week, facts.answer
            order by facts.sheet, facts.row
        ) as place
    from facts
    where
        facts.field = 'pcn_code'
        and facts.answer <> 'not applicable'
        and not exists (select 1 from areas where areas.code = facts.answer)
        and not exists (select 1 from pcns as known where known.week = facts.week and known.code = facts.answer)
),

-- The name beside the first of each.
written as (
    select
        code.kind,
        code.submitter,
        code.week,
        code.sheet,
        code.row,
        code."column",
        code.value,
        regexp_replace(replace(lower(coalesce(name.answer, '')), '&', 'and'), '[^a-z0-9]+|pcn', '', 'g') as plain
    from codes as code
    left join facts as name
        on
            code.kind = name.kind
            and code.submitter = name.submitter
            and code.week = name.week
            and code.sheet = name.sheet
            and code.row = name.row
            and name.field = 'pcn_name'
            and name.answer <> 'not applicable'
    where code.place = 1
),

listed as (
    select
        week,
        code,
        name,
        ccg,
        regexp_replace(replace(lower(name), '&', 'and'), '[^a-z0-9]+|pcn', '', 'g') as plain
    from pcns
),

near as (
    select
        written.kind,
        written.submitter,
        written.week,
        written.sheet,
        written.row,
        written."column",
        'pcn_code' as field,
        written.value,
        written.submitter as ccg,
        listed.code as near,
        listed.name as near_name,
        row_number() over (
            partition by written.kind, written.submitter, written.week, written.value
            order by
                case when written.plain = listed.plain then 0 else 1 end,
                case when levenshtein(written.value, listed.code) = 1 then 0 else 1 end,
                case when written.plain = '' then 0 else jaro_winkler_similarity(written.plain, listed.plain) end desc,
                levenshtein(written.value, listed.code),
                listed.code
        ) as place
    from written
    inner join listed
        on
            written.week = listed.week
            and written.submitter = listed.ccg
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
    ccg,
    near,
    near_name
from near
where place = 1
order by sheet, row
