-- relation: said, homes with an outbreak and no check-in this week (rule 11): home rows only
-- grain: one row a (week, CCG, PCN, cut, item, word)
-- parameters: none
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes,
--          and of the homes: beds, rowless_beds (of rowless ones), bedless (homes without a number of beds)
with answered as (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.cut,
        h.covered,
        h.bedless,
        o.answer as outbreak,
        c.answer as checked_in
    from scope_home as h
    left join home_answer as o
        on
            h.return_id = o.return_id
            and h.home_id = o.home_id
            and o.question = 'outbreak'
    left join home_answer as c
        on
            h.return_id = c.return_id
            and h.home_id = c.home_id
            and c.question = 'checked_in'
    where h.return_id is not null
),

decided as (
    select
        week,
        ccg,
        pcn,
        cut,
        covered,
        bedless,
        case
            when outbreak = 'yes' and checked_in = 'no' then 'yes'
            when outbreak = 'no' or checked_in = 'yes' then 'no'
            when outbreak = 'not applicable' or checked_in = 'not applicable' then 'not applicable'
        end as word
    from answered
)

select
    week,
    ccg,
    pcn,
    cut,
    'home rows' as side,
    'outbreak_unchecked' as item,
    word,
    0 as carried,
    count(*) as amount,
    count(*) as homes,
    0 as rowless,
    cast(null as bigint) as row_homes,
    sum(covered) as beds,
    0 as rowless_beds,
    sum(bedless) as bedless
from decided
where word is not null
group by week, ccg, pcn, cut, word
