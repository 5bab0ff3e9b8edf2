-- relation: chosen
-- grain: one row a (week, CCG, part, item, word, carried) of the source that counts
-- parameters: none
-- columns: week, ccg, pcn, item, word, carried, amount, homes, rowless, row_homes
select
    s.week,
    s.ccg,
    s.pcn,
    s.item,
    s.word,
    s.carried,
    s.amount,
    s.homes,
    s.rowless,
    s.row_homes
from said as s
inner join grain as g
    on
        s.week = g.week
        and s.ccg = g.ccg
        and s.pcn = g.pcn
        and s.item = g.item
        and s.side = g.source
