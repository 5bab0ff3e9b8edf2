-- relation: bedless
-- grain: one row a (measure, area) with homes that have no number of beds, in a view told in beds (measure_beds in the place of measure_part)
-- parameters: $first, $last (weeks), $measures, $every_code, $codes (areas), $parts (with the rows that add up to one: the parts of a CCG),
--             $basis (then or now), $everywhere, $permitted
-- columns: measure, week, level, code, within, bedless (homes without a number of beds), bedless_answered (of them; n/a included), bedless_yes
with placed as (
    select
        p.measure,
        p.week,
        b.level,
        b.code,
        b.within,
        p.bedless,
        p.bedless_answered,
        p.bedless_yes
    from measure_part as p
    inner join ccg_place as b on p.ccg = b.ccg and p.cut = b.cut
    where
        b.basis = $basis
        and ($everywhere or list_contains($permitted, b.ccg))
        and p.week between $first and $last
        and p.bedless > 0
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
        p.bedless,
        p.bedless_answered,
        p.bedless_yes
    from measure_part as p
    inner join part_place as b on p.ccg = b.ccg and p.part = b.part and p.pcn = b.pcn and p.cut = b.cut
    where
        b.basis = $basis
        and ($everywhere or list_contains($permitted, b.ccg))
        and p.week between $first and $last
        and p.bedless > 0
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
    cast(sum(bedless) as bigint) as bedless,
    cast(sum(bedless_answered) as bigint) as bedless_answered,
    cast(sum(bedless_yes) as bigint) as bedless_yes
from placed
group by measure, week, level, code, within
order by measure, week, level, within, code
