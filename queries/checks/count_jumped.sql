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
        max(history.number) as highest,
        count(distinct history.week) as weeks
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
)

select
    facts.kind,
    facts.submitter,
    facts.week,
    facts.sheet,
    facts.row,
    facts."column",
    facts.field,
    facts.number as value,
    earlier.lowest,
    earlier.highest,
    earlier.weeks
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
    -- Two weeks at least make a history; a step of less than ten is no lost digit, and what was 0 so far may just begin.
    earlier.weeks >= 2
    and earlier.highest > 0
    and (
        (facts.number > settings.jump_times * earlier.highest and facts.number - earlier.highest >= 10)
        or (settings.jump_times * facts.number < earlier.lowest and earlier.lowest - facts.number >= 10)
    )
order by facts.sheet, facts.row, facts."column"
