-- relation: words
-- grain: one row a (measure, area, word) of ladders and splits
-- parameters: $first, $last (weeks), $measures, $every_code, $codes (areas), $parts (with the rows that add up to one: the parts of a CCG),
--             $basis (then or now), $everywhere, $permitted
-- columns: measure, week, level, code, within, word, homes
with placed as (
    select
        p.measure,
        p.week,
        b.level,
        b.code,
        b.within,
        p.word,
        p.homes
    from measure_words as p
    inner join ccg_place as b on p.ccg = b.ccg and p.cut = b.cut
    where
        b.basis = $basis
        and ($everywhere or list_contains($permitted, b.ccg))
        and p.week between $first and $last
        and list_contains($measures, p.measure)
        and ($parts or b.within = '')
        and ($every_code or list_contains($codes, b.code) or list_contains($codes, b.within))

    union all

    select
        p.measure,
        p.week,
        b.level,
        b.code,
        b.within,
        p.word,
        p.homes
    from measure_words as p
    inner join part_place as b on p.ccg = b.ccg and p.part = b.part and p.pcn = b.pcn and p.cut = b.cut
    where
        b.basis = $basis
        and ($everywhere or list_contains($permitted, b.ccg))
        and p.week between $first and $last
        and list_contains($measures, p.measure)
        and ($parts or b.within = '')
        and ($every_code or list_contains($codes, b.code) or list_contains($codes, b.within))
)

select
    measure,
    week,
    level,
    code,
    within,
    word,
    cast(sum(homes) as bigint) as homes
from placed
group by measure, week, level, code, within, word
order by measure, week, level, within, code, word
