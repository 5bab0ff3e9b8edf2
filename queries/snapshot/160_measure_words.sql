-- relation: measure_words
-- grain: one row a (measure, week, CCG, part, PCN, word) of ladders and splits: homes by word
-- parameters: none
-- columns: measure, week, ccg, part, pcn, cut_level, cut (both ''; see queries/views), word, homes
select
    m.measure,
    w.week,
    w.ccg,
    w.part,
    w.pcn,
    '' as cut_level,
    '' as cut,
    w.word,
    w.amount as homes
from part_word as w
inner join measure_item as m on w.item = m.item
where m.kind in ('ladder', 'split') and w.amount <> 0
