-- relation: home_said, homes with an outbreak and no check-in this week (rule 11): home rows only
-- grain: one row a home, week and item
-- parameters: none
-- columns: week, ccg, pcn, cut, covered, bedless, rowless (1: without a row of its own this week), item, word (null: not certain)
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
            h.row_id = o.row_id
            and o.question = 'outbreak'
    left join home_answer as c
        on
            h.row_id = c.row_id
            and c.question = 'checked_in'
    where h.row_id is not null
)

select
    week,
    ccg,
    pcn,
    cut,
    covered,
    bedless,
    0 as rowless,
    'outbreak_unchecked' as item,
    case
        when outbreak = 'yes' and checked_in = 'no' then 'yes'
        when outbreak = 'no' or checked_in = 'yes' then 'no'
        when outbreak = 'not applicable' or checked_in = 'not applicable' then 'not applicable'
    end as word
from answered
