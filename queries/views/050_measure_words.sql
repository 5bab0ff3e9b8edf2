-- relation: measure_words
-- grain: one row a (measure, week, CCG, part, PCN, cut, word) of ladders and splits in a view of homes
-- parameters: $cut_level (la, group, property or ''), $measures
-- columns: measure, week, ccg, part, pcn, cut_level, cut, word, homes
select
    m.measure,
    s.week,
    s.ccg,
    case when s.pcn = '' then 'not aligned' else 'pcn' end as part,
    s.pcn,
    case when s.cut = '' then '' else $cut_level end as cut_level,
    s.cut,
    s.word,
    cast(sum(s.amount) as bigint) as homes
from said as s
inner join measure_item as m on s.item = m.item
where
    m.kind in ('ladder', 'split')
    and list_contains($measures, m.measure)
    and s.amount <> 0
group by m.measure, s.week, s.ccg, s.pcn, s.cut, s.word
