-- relation: figures
-- grain: one row a (measure, area) of the weeks asked for; under each CCG its parts
-- parameters: $first, $last (weeks), $measures, $every_code, $codes (areas), $parts (with the rows that add up to one: the parts of a CCG),
--             $basis (then or now), $everywhere, $permitted
-- columns: measure, week, level, code, within, registered, denominator, yes, no, not_applicable, not_answered, blank, not_in_return, in_totals,
--          no_return, carried, numerator, whole, homes_gave, and as 0 or 1: from_home_rows, from_area_rows, from_total, stated, excess,
--          sum_of_parts, first_register, no_register, rows_lacking
with placed as (
    select
        p.measure,
        p.week,
        b.level,
        b.code,
        b.within,
        p.registered,
        p.denominator,
        p.yes,
        p.no,
        p.not_applicable,
        p.not_answered,
        p.blank,
        p.not_in_return,
        p.in_totals,
        p.no_return,
        p.carried,
        p.numerator,
        p.whole,
        p.homes_gave,
        p.from_home_rows,
        p.from_area_rows,
        p.from_total,
        p.stated,
        p.excess,
        p.sum_of_parts,
        p.first_register,
        p.no_register,
        p.rows_lacking
    from measure_ccg as p
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
        p.registered,
        p.denominator,
        p.yes,
        p.no,
        p.not_applicable,
        p.not_answered,
        p.blank,
        p.not_in_return,
        p.in_totals,
        p.no_return,
        p.carried,
        p.numerator,
        p.whole,
        p.homes_gave,
        case when p.source = 'home rows' then 1 else 0 end as from_home_rows,
        case when p.source = 'area rows' then 1 else 0 end as from_area_rows,
        case when p.source = 'total' then 1 else 0 end as from_total,
        p.stated,
        p.excess,
        p.sum_of_parts,
        p.first_register,
        p.no_register,
        p.rows_lacking
    from measure_part as p
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
    cast(sum(registered) as bigint) as registered,
    cast(sum(denominator) as bigint) as denominator,
    cast(sum(yes) as bigint) as yes,
    cast(sum(no) as bigint) as no,
    cast(sum(not_applicable) as bigint) as not_applicable,
    cast(sum(not_answered) as bigint) as not_answered,
    cast(sum(blank) as bigint) as blank,
    cast(sum(not_in_return) as bigint) as not_in_return,
    cast(sum(in_totals) as bigint) as in_totals,
    cast(sum(no_return) as bigint) as no_return,
    cast(sum(carried) as bigint) as carried,
    cast(sum(numerator) as bigint) as numerator,
    cast(sum(whole) as bigint) as whole,
    cast(sum(homes_gave) as bigint) as homes_gave,
    max(from_home_rows) as from_home_rows,
    max(from_area_rows) as from_area_rows,
    max(from_total) as from_total,
    max(stated) as stated,
    max(excess) as excess,
    max(sum_of_parts) as sum_of_parts,
    max(first_register) as first_register,
    max(no_register) as no_register,
    max(rows_lacking) as rows_lacking
from placed
group by measure, week, level, code, within
order by measure, week, level, within, code
