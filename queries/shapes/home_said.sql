-- relation: said, what homes say in one word each (home_said: a composite, or a measure of its own), added up
-- grain: one row a (week, CCG, PCN, cut, item, word)
-- parameters: none
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes,
--          and of the homes: beds, rowless_beds (of rowless ones), bedless (homes without a number of beds)
select
    week,
    ccg,
    pcn,
    cut,
    'home rows' as side,
    item,
    word,
    0 as carried,
    count(*) as amount,
    count(*) as homes,
    sum(rowless) as rowless,
    cast(null as bigint) as row_homes,
    sum(covered) as beds,
    sum(rowless * covered) as rowless_beds,
    sum(bedless) as bedless
from home_said
where word is not null
group by week, ccg, pcn, cut, item, word
