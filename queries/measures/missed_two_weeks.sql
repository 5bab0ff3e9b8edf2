-- relation: said, homes missed two weeks running (rule 11, in the order of its cases): home rows only
-- grain: one row a (week, CCG, PCN, cut, item, word)
-- parameters: none
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes,
--          and of the homes: beds, rowless_beds (of rowless ones), bedless (homes without a number of beds)
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
),

decided as (
    select
        week,
        ccg,
        pcn,
        cut,
        covered,
        bedless,
        rowless,
        case
            when this_week = 'no' and last_week = 'no' then 'yes'
            when this_week = 'yes' or last_week in ('yes', 'not applicable') then 'no'
            when this_week = 'not applicable' then 'not applicable'
        end as word
    from two_weeks
)

select
    week,
    ccg,
    pcn,
    cut,
    'home rows' as side,
    'missed_two_weeks' as item,
    word,
    0 as carried,
    count(*) as amount,
    count(*) as homes,
    sum(rowless) as rowless,
    cast(null as bigint) as row_homes,
    sum(covered) as beds,
    sum(rowless * covered) as rowless_beds,
    sum(bedless) as bedless
from decided
where word is not null
group by week, ccg, pcn, cut, word
