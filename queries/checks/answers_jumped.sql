-- code: answers_jumped
-- severity: query
-- kinds: home
-- from: 2020-05-01
-- to:
-- needs: history
-- grain: one row a yes/no question that many times more or fewer homes answer with yes than in all of the four weeks before
-- wording: {Cell}, '{question}': {value} of the return's homes say yes, but from {lowest} to {highest} in the {weeks} weeks
--     before. Check that the column holds the answers to this question.
-- columns: kind, submitter, week, sheet, row, column, field, value, lowest, highest, weeks
with said as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.field,
        min(facts.sheet) as sheet,
        min(facts.row) as row,
        min(facts."column") as "column",
        sum(case when facts.answer = 'yes' then 1 else 0 end) as value
    from facts
    inner join questions on facts.field = questions.id and questions.type = 'yes_no'
    where facts.kind = 'home'
    group by facts.kind, facts.submitter, facts.week, facts.field
),

by_week as (
    select
        history.submitter,
        history.against,
        history.week,
        history.field,
        sum(case when history.answer = 'yes' then 1 else 0 end) as number
    from history
    inner join questions on history.field = questions.id and questions.type = 'yes_no'
    where history.kind = 'home'
    group by history.submitter, history.against, history.week, history.field
),

earlier as (
    select
        by_week.submitter,
        by_week.against,
        by_week.field,
        min(by_week.number) as lowest,
        max(by_week.number) as highest,
        count(*) as weeks
    from by_week
    group by by_week.submitter, by_week.against, by_week.field
)

select
    said.kind,
    said.submitter,
    said.week,
    said.sheet,
    said.row,
    said."column",
    said.field,
    cast(said.value as bigint) as value,
    cast(earlier.lowest as bigint) as lowest,
    cast(earlier.highest as bigint) as highest,
    earlier.weeks
from said
cross join settings
inner join earlier
    on
        said.submitter = earlier.submitter
        and said.week = earlier.against
        and said.field = earlier.field
where
    -- Two weeks at least make a history; in a few homes chance alone makes such a step, and what was 0 so far may just begin.
    earlier.weeks >= 2
    and earlier.highest > 0
    and (
        (said.value > settings.jump_times * earlier.highest and said.value - earlier.highest >= 10)
        or (settings.jump_times * said.value < earlier.lowest and earlier.lowest - said.value >= 10)
    )
order by said.sheet, said.row, said."column"
