-- relation: home_said, homes missed two weeks running (rule 11, in the order of its cases): home rows only
-- grain: one row a home, week and item
-- parameters: none
-- columns: week, ccg, pcn, cut, covered, bedless, rowless (1: without a row of its own this week), item, word (null: not certain)
-- Answers are looked up by inner joins: what a scan then need not read is left out by the returns and homes that are asked.
with this_week as (
    select
        h.week,
        h.home_id,
        a.answer
    from scope_home as h
    inner join home_answer as a on h.row_id = a.row_id
    where a.question = 'checked_in'
),

last_week as (
    select
        h.week,
        h.home_id,
        a.answer
    from scope_home as h
    inner join effective_row as e on h.home_id = e.home_id and h.n - 1 = e.n
    inner join home_answer as a on e.row_id = a.row_id
    where a.question = 'checked_in'
),

two_weeks as (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.cut,
        h.covered,
        h.bedless,
        case when h.row_id is null then 1 else 0 end as rowless,
        a.answer as this_week,
        b.answer as last_week
    from scope_home as h
    left join this_week as a on h.week = a.week and h.home_id = a.home_id
    left join last_week as b on h.week = b.week and h.home_id = b.home_id
)

select
    week,
    ccg,
    pcn,
    cut,
    covered,
    bedless,
    rowless,
    'missed_two_weeks' as item,
    case
        when this_week = 'no' and last_week = 'no' then 'yes'
        when this_week = 'yes' or last_week in ('yes', 'not applicable') then 'no'
        when this_week = 'not applicable' then 'not applicable'
    end as word
from two_weeks
