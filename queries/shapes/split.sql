-- relation: said, the homes that say yes to a question, by another question's word (rule 11): home rows only
-- grain: one row a (week, CCG, PCN, cut, item, word); a blank is the word "not answered"
-- parameters: none
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes
select
    h.week,
    h.ccg,
    h.pcn,
    h.cut,
    'home rows' as side,
    i.item,
    coalesce(w.answer, 'not answered') as word,
    0 as carried,
    count(*) as amount,
    count(*) as homes,
    0 as rowless,
    cast(null as bigint) as row_homes
from scope_home as h
inner join home_answer as b on h.row_id = b.row_id and b.answer = 'yes'
inner join item as i on b.question = i.base
left join home_answer as w
    on
        h.row_id = w.row_id
        and i.question = w.question
where i.shape = 'split'
group by h.week, h.ccg, h.pcn, h.cut, i.item, coalesce(w.answer, 'not answered')
