-- relation: bedless
-- uses: part_place
-- grain: one row a (measure, area) with homes that have no number of beds, in a view told in beds (measure_beds in the place of measure_part)
-- parameters: $first, $last (weeks), $measures, $every_code, $codes (areas, with the parts of a CCG)
-- columns: measure, week, level, code, within, bedless (homes without a number of beds), bedless_answered (of them; n/a included), bedless_yes
select
    p.measure,
    p.week,
    b.level,
    b.code,
    b.within,
    cast(sum(p.bedless) as bigint) as bedless,
    cast(sum(p.bedless_answered) as bigint) as bedless_answered,
    cast(sum(p.bedless_yes) as bigint) as bedless_yes
from measure_part as p
inner join part_place as b on p.ccg = b.ccg and p.part = b.part and p.pcn = b.pcn and p.cut = b.cut
where
    p.week between $first and $last
    and p.bedless > 0
    and list_contains($measures, p.measure)
    and ($every_code or list_contains($codes, b.code) or list_contains($codes, b.within))
group by p.measure, p.week, b.level, b.code, b.within
order by p.measure, p.week, b.level, b.within, b.code
