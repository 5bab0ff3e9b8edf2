-- relation: home_said, homes missed two weeks running (rule 11, in the order of its cases): home rows only
-- grain: one row a home, week and item
-- parameters: none
-- columns: week, ccg, pcn, cut, covered, bedless, rowless (1: without a row of its own this week), item, word (null: not certain)
with two_weeks as (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.cut,
        h.covered,
        h.bedless,
        case when h.return_id is null then 1 else 0 end as rowless,
        a.answer as this_week,
        b.answer as last_week
    from scope_home as h
    left join home_answer as a
        on
            h.return_id = a.return_id
            and h.home_id = a.home_id
            and a.question = 'checked_in'
    left join effective_row as e on h.home_id = e.home_id and h.n - 1 = e.n
    left join home_answer as b
        on
            e.return_id = b.return_id
            and e.home_id = b.home_id
            and b.question = 'checked_in'
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
