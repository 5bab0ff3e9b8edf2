-- code: nothing_answered
-- severity: error
-- kinds: home, area
-- from: 2020-05-01
-- to:
-- grain: one row a return that names its homes or PCNs and answers nothing (codes alone may be meant as a list of alignments)
-- wording: {Cell} is in the first of {rows} rows that name a home or PCN, and none of them answers a question: it looks like
--     a template that was saved before it was filled in. Fill it in and upload it again; where there is nothing to report, record a nil return.
-- columns: kind, submitter, week, sheet, row, column, field, value, rows
with answered as (
    select distinct
        facts.kind,
        facts.submitter,
        facts.week
    from facts
    -- Whatever else can stand in a row says who it is about, describes it or remarks on it.
    inner join questions on facts.field = questions.id and questions.role = 'answer'
),

named as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        facts.sheet,
        facts.row,
        facts."column",
        facts.field,
        facts.answer as value,
        row_number() over (
            partition by facts.kind, facts.submitter, facts.week
            order by facts.sheet, facts.row
        ) as place,
        count(*) over (partition by facts.kind, facts.submitter, facts.week) as rows
    from facts
    left join answered
        on
            facts.kind = answered.kind
            and facts.submitter = answered.submitter
            and facts.week = answered.week
    where
        answered.kind is null
        and ((facts.kind = 'home' and facts.field = 'home_name') or (facts.kind = 'area' and facts.field = 'pcn_name'))
)

select
    named.kind,
    named.submitter,
    named.week,
    named.sheet,
    named.row,
    named."column",
    named.field,
    named.value,
    named.rows
from named
where named.place = 1
order by named.kind, named.submitter, named.week
