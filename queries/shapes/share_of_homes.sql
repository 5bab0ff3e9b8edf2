-- relation: said, what home rows and area rows say, by word: shares of homes and ladders
-- grain: one row a (week, CCG, PCN, cut, side, item, word)
-- parameters: none
-- columns: week, ccg, pcn, cut, side (home rows, area rows, total), item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes,
--          and of the homes: beds, rowless_beds (of rowless ones), bedless (homes without a number of beds)
select
    h.week,
    h.ccg,
    h.pcn,
    h.cut,
    'home rows' as side,
    i.item,
    a.answer as word,
    0 as carried,
    count(*) as amount,
    count(*) as homes,
    0 as rowless,
    cast(null as bigint) as row_homes,
    sum(h.covered) as beds,
    0 as rowless_beds,
    sum(h.bedless) as bedless
from scope_home as h
inner join home_answer as a on h.row_id = a.row_id
inner join item as i on a.question = i.question
inner join item_word as w on i.item = w.item and a.answer = w.word
where i.shape = 'words'
group by h.week, h.ccg, h.pcn, h.cut, i.item, a.answer

union all

select
    r.week,
    r.ccg,
    r.pcn,
    '' as cut,
    case when r.pcn = '' then 'total' else 'area rows' end as side,
    i.item,
    a.part as word,
    0 as carried,
    a.number as amount,
    a.number as homes,
    0 as rowless,
    r.homes as row_homes,
    null as beds,
    null as rowless_beds,
    null as bedless
from area_row_week as r
inner join scope as o on r.week = o.week and r.ccg = o.ccg
inner join area_answer as a on r.return_id = a.return_id and r.pcn = a.pcn
inner join item as i on a.question = i.question
inner join item_word as w on i.item = w.item and a.part = w.word
where i.shape = 'words'
