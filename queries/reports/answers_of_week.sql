-- relation: answers_of_week
-- grain: one row a home and question, what the row that counts for the home says in a week
-- parameters: $week, $everywhere, $permitted
-- columns: home_id, question, answer, number (null where the answer is none)
with counting as (
    select
        home_id,
        row_id
    from effective_row
    where
        week = $week
        and ($everywhere or list_contains($permitted, ccg))
),

described as (
    select
        c.home_id,
        r.home_type,
        r.practices,
        r.other_pcns
    from counting as c
    inner join home_row as r on c.row_id = r.row_id
),

said as (
    select
        c.home_id,
        a.question,
        a.answer,
        a.number
    from counting as c
    inner join home_answer as a on c.row_id = a.row_id

    union all

    select
        home_id,
        'home_type' as question,
        home_type as answer,
        cast(null as bigint) as number
    from described
    where home_type is not null

    union all

    select
        home_id,
        'practices' as question,
        practices as answer,
        cast(null as bigint) as number
    from described
    where practices is not null

    union all

    select
        home_id,
        'other_pcn_codes' as question,
        other_pcns as answer,
        cast(null as bigint) as number
    from described
    where other_pcns is not null
)

select
    home_id,
    question,
    answer,
    number
from said
order by home_id, question
