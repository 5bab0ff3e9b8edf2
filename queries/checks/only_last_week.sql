-- code: only_last_week
-- severity: error
-- kinds: home
-- from: 2020-05-01
-- to:
-- needs: previous
-- grain: one row a home return that answers only what seldom changes, all of it as in the week before, when more was answered
-- wording: {Cell}, '{question}', is as in the week before, and so is every other answer of the file; nothing that is asked anew each
--     week is answered. It looks like a pre-filled template that was saved before it was filled in. Fill it in and upload it
--     again; where there is nothing to report, record a nil return.
-- columns: kind, submitter, week, sheet, row, column, field, value
with answers as (
    select
        'now' as told,
        facts.*
    from facts

    union all

    select
        'before' as told,
        previous.*
    from previous
),

kept as (
    select
        answers.*,
        -- The answers that a pre-filled template brings of the week before.
        questions.steady
    from answers
    -- Whatever else can stand in a row says who it is about, describes it or remarks on it.
    inner join questions on answers.field = questions.id and questions.role = 'answer'
    where answers.kind = 'home'
),

anew as (
    select
        kept.submitter,
        kept.week
    from kept
    where not kept.steady
    group by kept.submitter, kept.week
    having max(kept.told) = 'before'
),

-- Few returns or none: only theirs are compared answer by answer.
asked as (
    select kept.*
    from kept
    inner join anew
        on
            kept.submitter = anew.submitter
            and kept.week = anew.week
),

changed as (
    select distinct
        now.submitter,
        now.week
    from asked as now
    left join asked as before
        on
            before.told = 'before'
            and now.submitter = before.submitter
            and now.week = before.week
            and now.home_id = before.home_id
            and now.field = before.field
            and now.answer is not distinct from before.answer
            and now.number is not distinct from before.number
    where now.told = 'now' and before.field is null
),

ranked as (
    select
        asked.*,
        row_number() over (
            partition by asked.submitter, asked.week
            order by asked.sheet, asked.row, asked."column"
        ) as place
    from asked
    where asked.told = 'now'
)

select
    ranked.kind,
    ranked.submitter,
    ranked.week,
    ranked.sheet,
    ranked.row,
    ranked."column",
    ranked.field,
    ranked.answer as value
from ranked
left join changed
    on
        ranked.submitter = changed.submitter
        and ranked.week = changed.week
where ranked.place = 1 and changed.submitter is null
order by ranked.submitter, ranked.week
