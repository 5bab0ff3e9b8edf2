-- code: count_jumped
-- severity: query
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- needs: history
-- grain: one row a count that is many times above or below all those of the same home or area in the four weeks before
-- wording: {Cell}, '{question}', is {value}, but from {lowest} to {highest} in the {weeks} weeks before. Check that no digit
--     was lost or added.
-- columns: kind, submitter, week, sheet, row, column, field, value, lowest, highest, weeks
with earlier as (
    select
        history.kind,
        history.submitter,
        history.against,
        history.home_id,
        history.pcn_code,
        history.field,
        history.part,
        min(history.number) as lowest,
        max(history.number) as highest
    from history
    where history.number is not null
    group by
        history.kind,
        history.submitter,
        history.against,
        history.home_id,
        history.pcn_code,
        history.field,
        history.part
),

jumped as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts."column",
        facts.home_id,
        facts.pcn_code,
        facts.field,
        facts.part,
        facts.number as value,
        earlier.lowest,
        earlier.highest
    from facts
    cross join settings
    inner join earlier
        on
            facts.kind = earlier.kind
            and facts.submitter = earlier.submitter
            and facts.week = earlier.against
            and facts.home_id = earlier.home_id
            and facts.pcn_code = earlier.pcn_code
            and facts.field = earlier.field
            and facts.part = earlier.part
    where
        -- A step of less than ten is no lost digit, and what was 0 so far may just begin.
        earlier.highest > 0
        and (
            (facts.number > settings.jump_times * earlier.highest and facts.number - earlier.highest >= 10)
            or (settings.jump_times * facts.number < earlier.lowest and earlier.lowest - facts.number >= 10)
        )
),

-- Weeks are counted only of what jumped: that of everything takes most of the time.
told as (
    select
        jumped.kind,
        jumped.submitter,
        jumped.week,
        jumped.sheet,
        jumped.row,
        jumped."column",
        jumped.field,
        jumped.value,
        jumped.lowest,
        jumped.highest,
        count(distinct history.week) as weeks
    from jumped
    inner join history
        on
            jumped.kind = history.kind
            and jumped.submitter = history.submitter
            and jumped.week = history.against
            and jumped.home_id = history.home_id
            and jumped.pcn_code = history.pcn_code
            and jumped.field = history.field
            and jumped.part = history.part
    where history.number is not null
    group by
        jumped.kind,
        jumped.submitter,
        jumped.week,
        jumped.sheet,
        jumped.row,
        jumped."column",
        jumped.field,
        jumped.value,
        jumped.lowest,
        jumped.highest
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
    lowest,
    highest,
    weeks
from told
-- Two weeks at least make a history.
where weeks >= 2
order by sheet, row, "column"
