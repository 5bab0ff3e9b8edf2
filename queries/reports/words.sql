-- relation: words
-- grain: one row a (measure, area, word) of ladders and splits
-- parameters: $first, $last, $basis, $measures, $everywhere, $permitted, $every_code, $codes (areas, with the parts of a CCG)
-- columns: measure, week, level, code, within, word, homes
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
        p.word,
        p.homes
    from measure_words as p
    inner join area_of_ccg as b on p.ccg = b.ccg and b.basis = $basis and b.level = 'ccg'
    where
        p.week between $first and $last
        and list_contains($measures, p.measure)
        and ($everywhere or list_contains($permitted, p.ccg))
),

placed as (
    select b.level, b.code, '' as within, p.*
    from parts as p
    inner join area_of_ccg as b on p.ccg = b.ccg and b.basis = $basis
    where p.cut = ''

    union all

    select 'pcn' as level, p.pcn as code, '' as within, p.*
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
    word,
    cast(sum(homes) as bigint) as homes
from placed
where $every_code or list_contains($codes, code) or list_contains($codes, within)
group by measure, week, level, code, within, word
order by measure, week, level, within, code, word
