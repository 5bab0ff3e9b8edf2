-- relation: measure_part
-- grain: one row a (measure, week, CCG, part, PCN, cut) of a view of homes
-- parameters: $cut_level (la, group, property or ''), $measures
-- columns: measure, week, ccg, part, pcn, cut_level, cut, source, registered, denominator, yes, no, not_applicable, not_answered, blank,
--          not_in_return, in_totals (of blank: homes whose area answered only in totals), no_return, carried, numerator, whole, homes_gave,
--          stated, excess, sum_of_parts (0: a view counts registered homes), first_register, no_register, rows_lacking
with homes as (
    select
        week,
        ccg,
        pcn,
        cut,
        count(*) as homes,
        sum(case when row_id is null then 0 else 1 end) as home_rows
    from scope_home
    group by week, ccg, pcn, cut
),

answered as (
    select
        week,
        ccg,
        pcn,
        cut,
        item,
        sum(homes) as homes,
        sum(rowless) as rowless,
        sum(case when carried = 1 then homes else 0 end) as carried
    from said
    group by week, ccg, pcn, cut, item
),

states as (
    select
        m.measure,
        s.week,
        s.ccg,
        s.pcn,
        s.cut,
        sum(case when w.state = 'yes' then s.amount else 0 end) as yes,
        sum(case when w.state = 'no' then s.amount else 0 end) as no,
        sum(case when w.state = 'not applicable' then s.amount else 0 end) as not_applicable,
        sum(case when w.state = 'with' then s.amount else 0 end) as numerator,
        sum(case when w.state in ('with', 'without') then s.amount else 0 end) as whole,
        sum(case when w.state = 'base' then s.amount else 0 end) as base_homes,
        sum(case when w.state = 'base' and w.word = 'not answered' then s.amount else 0 end) as base_blank
    from said as s
    inner join measure_item as m on s.item = m.item
    inner join measure_word as w on m.measure = w.measure and s.word = w.word
    group by m.measure, s.week, s.ccg, s.pcn, s.cut
),

-- How the area itself answered: a home without an answer of its own may stand in its totals.
plain as (
    select
        measure,
        week,
        ccg,
        part,
        pcn,
        max(case when source = 'area rows' and denominator > not_answered then 1 else 0 end) as area_rows,
        max(rows_lacking) as rows_lacking
    from measure_part
    where list_contains($measures, measure) and part <> 'not attributed'
    group by measure, week, ccg, part, pcn
),

totals as (
    select distinct
        measure,
        week,
        ccg
    from measure_part
    where list_contains($measures, measure) and part = 'not attributed'
),

figured as (
    select
        m.measure,
        m.kind,
        m.rows_only,
        h.week,
        h.ccg,
        case when h.pcn = '' then 'not aligned' else 'pcn' end as part,
        h.pcn,
        h.cut,
        h.homes as registered,
        case when m.kind = 'split' then coalesce(s.base_homes, 0) else h.homes end as denominator,
        coalesce(s.yes, 0) as yes,
        coalesce(s.no, 0) as no,
        coalesce(s.not_applicable, 0) as not_applicable,
        case when m.kind = 'split' then coalesce(s.base_blank, 0) else h.homes - coalesce(a.homes, 0) end as not_answered,
        case
            when m.kind = 'split' then coalesce(s.base_blank, 0)
            else greatest(h.home_rows - (coalesce(a.homes, 0) - coalesce(a.rowless, 0)), 0)
        end as blank_rows,
        coalesce(a.homes, 0) as answered,
        coalesce(a.carried, 0) as carried,
        case when m.kind in ('people', 'stock') then coalesce(s.numerator, 0) end as numerator,
        case when m.kind = 'people' then coalesce(s.whole, 0) end as whole,
        case when h.home_rows > 0 or coalesce(a.homes, 0) > 0 then 'home rows' else 'none' end as source
    from homes as h
    cross join measure_item as m
    inner join item as i on m.item = i.item
    left join asked as k
        on
            h.week = k.week
            and h.ccg = k.ccg
            and m.item = k.item
    left join answered as a
        on
            h.week = a.week
            and h.ccg = a.ccg
            and h.pcn = a.pcn
            and h.cut = a.cut
            and m.item = a.item
    left join states as s
        on
            m.measure = s.measure
            and h.week = s.week
            and h.ccg = s.ccg
            and h.pcn = s.pcn
            and h.cut = s.cut
    where
        list_contains($measures, m.measure)
        and (i.optional = 0 or k.item is not null)
),

silent as (
    select
        f.measure,
        f.kind,
        f.week,
        f.ccg,
        f.part,
        f.pcn,
        f.cut,
        f.source,
        f.registered,
        f.denominator,
        f.yes,
        f.no,
        f.not_applicable,
        f.not_answered,
        f.blank_rows,
        f.answered,
        f.carried,
        f.numerator,
        f.whole,
        c.returned,
        case when c.returned = 1 then f.not_answered else least(f.blank_rows, f.not_answered) end as blank,
        case
            when c.returned = 1 and f.rows_only = 0 and (p.area_rows = 1 or t.measure is not null) then f.not_answered
            else 0
        end as in_totals,
        case when c.has_register = 1 then c.first_used else 0 end as first_register,
        1 - c.has_register as no_register,
        coalesce(p.rows_lacking, 0) as rows_lacking
    from figured as f
    inner join ccg_week as c on f.week = c.week and f.ccg = c.ccg
    left join plain as p
        on
            f.measure = p.measure
            and f.week = p.week
            and f.ccg = p.ccg
            and f.part = p.part
            and f.pcn = p.pcn
    left join totals as t on f.measure = t.measure and f.week = t.week and f.ccg = t.ccg
)

select
    measure,
    week,
    ccg,
    part,
    pcn,
    case when cut = '' then '' else $cut_level end as cut_level,
    cut,
    source,
    cast(registered as bigint) as registered,
    cast(denominator as bigint) as denominator,
    case when kind in ('homes', 'composite') then cast(yes as bigint) end as yes,
    case when kind in ('homes', 'composite') then cast(no as bigint) end as no,
    case when kind in ('homes', 'composite', 'ladder', 'split') then cast(not_applicable as bigint) end as not_applicable,
    cast(not_answered as bigint) as not_answered,
    cast(blank as bigint) as blank,
    cast(case when returned = 1 and in_totals = 0 then greatest(not_answered - blank_rows, 0) else 0 end as bigint) as not_in_return,
    cast(in_totals as bigint) as in_totals,
    cast(not_answered - blank as bigint) as no_return,
    cast(carried as bigint) as carried,
    cast(numerator as bigint) as numerator,
    cast(whole as bigint) as whole,
    case when kind in ('people', 'stock') then cast(answered as bigint) end as homes_gave,
    0 as stated,
    0 as excess,
    0 as sum_of_parts,
    first_register,
    no_register,
    rows_lacking
from silent
