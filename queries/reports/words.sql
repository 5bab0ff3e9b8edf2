-- relation: words
-- uses: part_place
-- grain: one row a (measure, area, word) of ladders and splits
-- parameters: $first, $last (weeks), $measures, $every_code, $codes (areas, with the parts of a CCG)
-- columns: measure, week, level, code, within, word, homes
select
    p.measure,
    p.week,
    b.level,
    b.code,
    b.within,
    p.word,
    cast(sum(p.homes) as bigint) as homes
from measure_words as p
inner join part_place as b on p.ccg = b.ccg and p.part = b.part and p.pcn = b.pcn and p.cut = b.cut
where
    p.week between $first and $last
    and list_contains($measures, p.measure)
    and ($every_code or list_contains($codes, b.code) or list_contains($codes, b.within))
group by p.measure, p.week, b.level, b.code, b.within, p.word
order by p.measure, p.week, b.level, b.within, b.code, p.word
