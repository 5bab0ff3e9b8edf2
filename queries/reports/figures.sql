-- relation: figures
-- grain: one row a (measure, area) of the weeks asked for; under each CCG its parts
-- parameters: $first, $last (weeks), $basis (then or now), $measures, $everywhere, $permitted, $every_code, $codes (areas, with the parts of a CCG)
-- columns: measure, week, level, code, within, registered, denominator, yes, no, not_applicable, not_answered, blank, not_in_return, in_totals,
--          no_return, carried, numerator, whole, homes_gave, and as 0 or 1: from_home_rows, from_area_rows, from_total, stated, excess,
--          sum_of_parts, first_register, no_register, rows_lacking
with parts as (
    select
        p.measure,
        p.week,
        p.ccg,
        b.code as ccg_shown,
        p.part,
        p.pcn,
        p.cut_level,
        p.cut,
        p.source,
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
        p.stated,
        p.excess,
        p.sum_of_parts,
        p.first_register,
        p.no_register,
        p.rows_lacking
    from measure_part as p
    inner join area_of_ccg as b on p.ccg = b.ccg and b.basis = $basis and b.level = 'ccg'
    where
        p.week between $first and $last
        and list_contains($measures, p.measure)
        and ($everywhere or list_contains($permitted, p.ccg))
),

placed as (
    select
        b.level,
        b.code,
        '' as within,
        p.*
    from parts as p
    inner join area_of_ccg as b on p.ccg = b.ccg and b.basis = $basis
    where p.cut = ''

    union all

    select
        'pcn' as level,
        p.pcn as code,
        '' as within,
        p.*
    from parts as p
    where p.part = 'pcn' and p.cut = ''

    union all

    select
        p.part as level,
        case when p.part = 'pcn' then p.pcn else p.ccg_shown end as code,
        p.ccg_shown as within,
        p.*
    from parts as p
    where p.cut = ''

    union all

    -- A view by local authority or of a group: itself, and within it its CCGs, and its PCNs with the homes not aligned.
    select p.cut_level as level, p.cut as code, '' as within, p.*
    from parts as p
    where p.cut <> ''

    union all

    select 'ccg' as level, p.ccg_shown as code, p.cut as within, p.*
    from parts as p
    where p.cut <> ''

    union all

    select
        p.part as level,
        case when p.part = 'pcn' then p.pcn else p.ccg_shown end as code,
        p.cut as within,
        p.*
    from parts as p
    where p.cut <> ''
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
    max(case when source = 'home rows' then 1 else 0 end) as from_home_rows,
    max(case when source = 'area rows' then 1 else 0 end) as from_area_rows,
    max(case when source = 'total' then 1 else 0 end) as from_total,
    max(stated) as stated,
    max(excess) as excess,
    max(sum_of_parts) as sum_of_parts,
    max(first_register) as first_register,
    max(no_register) as no_register,
    max(rows_lacking) as rows_lacking
from placed
where $every_code or list_contains($codes, code) or list_contains($codes, within)
group by measure, week, level, code, within
order by measure, week, level, within, code
