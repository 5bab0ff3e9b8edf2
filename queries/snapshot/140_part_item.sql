-- relation: part_item
-- grain: one row a (week, CCG, part, PCN, item): denominators and what was answered (rules 1, 2, 5 and 6)
-- parameters: none
-- columns: week, ccg, part, pcn, item, source, registered, denominator, answered (n/a included), carried, blank_rows,
--          stated, excess, sum_of_parts, negative (marks, 0 or 1), remainder (register less the sum, of the part "not aligned")
with answered as (
    select
        week,
        ccg,
        part,
        pcn,
        item,
        sum(homes) as homes,
        sum(carried) as carried,
        sum(rowless) as rowless,
        max(row_homes) as row_homes
    from part_word
    group by week, ccg, part, pcn, item
),

parts as (
    select
        p.week,
        p.ccg,
        case when p.pcn = '' then 'not aligned' else 'pcn' end as part,
        p.pcn,
        g.item,
        g.source,
        p.known,
        p.home_rows,
        c.has_register,
        coalesce(a.homes, 0) as answered,
        coalesce(a.carried, 0) as carried,
        coalesce(a.rowless, 0) as rowless,
        case
            -- A carried row brings its own count; that of a row of this week stands beside it.
            when p.pcn <> '' and p.known = 0 then greatest(coalesce(p.area_homes, 0), coalesce(a.row_homes, 0), coalesce(a.homes, 0))
            when p.pcn <> '' and g.source = 'area rows'
                then greatest(p.known, coalesce(a.row_homes, p.area_homes, 0), coalesce(a.homes, 0))
            else p.known
        end as homes
    from scope_part as p
    inner join grain as g on p.week = g.week and p.ccg = g.ccg and p.pcn = g.pcn
    inner join ccg_week as c on p.week = c.week and p.ccg = c.ccg
    left join answered as a
        on
            p.week = a.week
            and p.ccg = a.ccg
            and p.pcn = a.pcn
            and g.item = a.item
            and a.part <> 'not attributed'
),

stated as (
    select
        week,
        ccg,
        item,
        sum(case when part = 'pcn' and known = 0 then homes else 0 end) as homes
    from parts
    group by week, ccg, item
),

counted as (
    select
        p.week,
        p.ccg,
        p.part,
        p.pcn,
        p.item,
        p.source,
        p.has_register,
        p.known as registered,
        case
            when p.part = 'pcn' then p.homes
            when p.has_register = 0 then p.known
            else greatest(p.known - s.homes, p.answered, 0)
        end as denominator,
        p.answered,
        p.carried,
        case when p.source = 'area rows' then 0 else greatest(p.home_rows - (p.answered - p.rowless), 0) end as blank_rows,
        case when p.part = 'pcn' and p.known = 0 then 1 else 0 end as stated,
        case when p.part = 'pcn' and p.known > 0 and p.homes > p.known and p.has_register = 1 then 1 else 0 end as excess,
        case
            when p.part = 'not aligned' and p.has_register = 1 and greatest(p.known - s.homes, p.answered, 0) <> p.known - s.homes
                then 1
            else 0
        end as sum_of_parts,
        case when p.part = 'not aligned' and p.has_register = 1 and p.known - s.homes < 0 then 1 else 0 end as negative,
        case when p.part = 'not aligned' and p.has_register = 1 then p.known - s.homes end as remainder
    from parts as p
    inner join stated as s on p.week = s.week and p.ccg = s.ccg and p.item = s.item
),

ccg_sum as (
    select
        week,
        ccg,
        item,
        max(has_register) as has_register,
        sum(denominator) as homes
    from counted
    group by week, ccg, item
)

select
    week,
    ccg,
    part,
    pcn,
    item,
    source,
    cast(registered as bigint) as registered,
    cast(denominator as bigint) as denominator,
    cast(answered as bigint) as answered,
    cast(carried as bigint) as carried,
    cast(blank_rows as bigint) as blank_rows,
    stated,
    excess,
    sum_of_parts,
    negative,
    cast(remainder as bigint) as remainder
from counted

union all

select
    a.week,
    a.ccg,
    a.part,
    a.pcn,
    a.item,
    'total' as source,
    cast(0 as bigint) as registered,
    cast(greatest(coalesce(a.row_homes, 0) - c.homes, 0) as bigint) as denominator,
    cast(a.homes as bigint) as answered,
    cast(a.carried as bigint) as carried,
    cast(0 as bigint) as blank_rows,
    0 as stated,
    case when coalesce(a.row_homes, 0) > c.homes and c.has_register = 1 then 1 else 0 end as excess,
    0 as sum_of_parts,
    0 as negative,
    cast(null as bigint) as remainder
from answered as a
inner join ccg_sum as c on a.week = c.week and a.ccg = c.ccg and a.item = c.item
where a.part = 'not attributed'
