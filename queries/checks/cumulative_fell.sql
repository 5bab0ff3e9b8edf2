-- code: cumulative_fell
-- severity: query
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- needs: previous
-- grain: one row a cumulative count that is below the one of the week before, for the same home or area
-- wording: {Cell}, '{question}', is {value}, but {before} was reported the week before, and this count can only grow.
--     Check it.
-- columns: kind, submitter, week, sheet, row, column, field, value, before
with counts as (
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
        facts.number,
        gave.number as homes_gave
    from facts
    inner join questions on facts.field = questions.id and questions.stock = 'cumulative'
    left join facts as gave
        on
            facts.kind = gave.kind
            and facts.sheet = gave.sheet
            and facts.row = gave.row
            and facts.field = gave.field
            and gave.part = 'homes'
    where facts.part in ('', 'sum') and facts.number is not null
),

before as (
    select
        previous.kind,
        previous.submitter,
        previous.week,
        previous.home_id,
        previous.pcn_code,
        previous.field,
        previous.part,
        max(previous.number) as number,
        max(gave.number) as homes_gave
    from previous
    left join previous as gave
        on
            previous.kind = gave.kind
            and previous.submitter = gave.submitter
            and previous.week = gave.week
            and previous.sheet = gave.sheet
            and previous.row = gave.row
            and previous.field = gave.field
            and gave.part = 'homes'
    where previous.part in ('', 'sum') and previous.number is not null
    group by
        previous.kind,
        previous.submitter,
        previous.week,
        previous.home_id,
        previous.pcn_code,
        previous.field,
        previous.part
)

select
    counts.kind,
    counts.submitter,
    counts.week,
    counts.sheet,
    counts.row,
    counts."column",
    counts.field,
    counts.number as value,
    before.number as before
from counts
inner join before
    on
        counts.kind = before.kind
        and counts.submitter = before.submitter
        and counts.week = before.week
        and counts.home_id = before.home_id
        and counts.pcn_code = before.pcn_code
        and counts.field = before.field
        and counts.part = before.part
where
    counts.number < before.number
    and (
        counts.homes_gave is null
        or before.homes_gave is null
        or counts.homes_gave >= before.homes_gave
    )
order by counts.sheet, counts.row, counts."column"
