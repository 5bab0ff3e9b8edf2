-- relation: measure_beds
-- grain: one row a (measure, week, CCG, part, PCN, cut) of a measure that counts homes: its homes told by their registered beds, by home rows alone
-- parameters: $cut_level (la, group, property or ''), $measures
-- columns: measure, week, ccg, part, pcn, cut_level, cut, source, registered, denominator, yes, no, not_applicable, not_answered, blank,
--          not_in_return, in_totals (of blank: beds of homes whose area answered only in totals), no_return, carried (all of them beds),
--          numerator, whole (null), homes_gave (homes of the yes and no), stated, excess, sum_of_parts (0: registered homes alone have beds), first_register, no_register,
--          rows_lacking, and in homes, which are in none of the others: bedless (without a number of beds), bedless_answered, bedless_yes
with homes as (
    select
        week,
        ccg,
        pcn,
        cut,
        sum(covered) as beds,
        sum(case when row_id is null then 0 else covered end) as row_beds,
        sum(case when row_id is null then 0 else 1 end) as home_rows,
        sum(bedless) as bedless
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
        sum(beds) as beds,
        sum(rowless_beds) as rowless_beds,
        sum(case when carried = 1 then beds else 0 end) as carried,
        sum(bedless) as bedless
    from said
    where side = 'home rows'
    group by week, ccg, pcn, cut, item
),

states as (
    select
        m.measure,
        s.week,
        s.ccg,
        s.pcn,
        s.cut,
        sum(case when w.state = 'yes' then s.beds else 0 end) as yes,
        sum(case when w.state = 'no' then s.beds else 0 end) as no,
        sum(case when w.state = 'not applicable' then s.beds else 0 end) as not_applicable,
        sum(case when w.state in ('yes', 'no') then s.homes - s.bedless else 0 end) as homes_gave,
        sum(case when w.state = 'yes' then s.bedless else 0 end) as bedless_yes
    from said as s
    inner join measure_item as m on s.item = m.item and m.kind in ('homes', 'composite')
    inner join measure_word as w on m.measure = w.measure and s.word = w.word
    where s.side = 'home rows'
    group by m.measure, s.week, s.ccg, s.pcn, s.cut
),

-- How the area itself answered: a home without an answer of its own may stand in its totals, which tell no beds.
areas as (
    select distinct
        week,
        ccg
    from scope_home
),

plain as (
    select
        p.measure,
        p.week,
        p.ccg,
        p.part,
        p.pcn,
        max(case when p.source = 'area rows' and p.denominator > p.not_answered then 1 else 0 end) as area_rows,
        max(p.rows_lacking) as rows_lacking
    from measure_part as p
    inner join areas as a on p.week = a.week and p.ccg = a.ccg
    where list_contains($measures, p.measure) and p.part <> 'not attributed'
    group by p.measure, p.week, p.ccg, p.part, p.pcn
),

totals as (
    select distinct
        p.measure,
        p.week,
        p.ccg
    from measure_part as p
    inner join areas as a on p.week = a.week and p.ccg = a.ccg
    where list_contains($measures, p.measure) and p.part = 'not attributed'
),

figured as (
    select
        m.measure,
        m.rows_only,
        h.week,
        h.ccg,
        case when h.pcn = '' then 'not aligned' else 'pcn' end as part,
        h.pcn,
        h.cut,
        case when h.home_rows > 0 or coalesce(a.homes, 0) > 0 then 'home rows' else 'none' end as source,
        h.beds,
        coalesce(s.yes, 0) as yes,
        coalesce(s.no, 0) as no,
        coalesce(s.not_applicable, 0) as not_applicable,
        h.beds - coalesce(a.beds, 0) as not_answered,
        greatest(h.row_beds - (coalesce(a.beds, 0) - coalesce(a.rowless_beds, 0)), 0) as blank_rows,
        coalesce(a.carried, 0) as carried,
        coalesce(s.homes_gave, 0) as homes_gave,
        h.bedless,
        coalesce(a.bedless, 0) as bedless_answered,
        coalesce(s.bedless_yes, 0) as bedless_yes
    from homes as h
    inner join measure_item as m on m.kind in ('homes', 'composite')
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
        f.*,
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
    cast(beds as bigint) as registered,
    cast(beds as bigint) as denominator,
    cast(yes as bigint) as yes,
    cast(no as bigint) as no,
    cast(not_applicable as bigint) as not_applicable,
    cast(not_answered as bigint) as not_answered,
    cast(blank as bigint) as blank,
    cast(case when returned = 1 and in_totals = 0 then greatest(not_answered - blank_rows, 0) else 0 end as bigint) as not_in_return,
    cast(in_totals as bigint) as in_totals,
    cast(not_answered - blank as bigint) as no_return,
    cast(carried as bigint) as carried,
    cast(null as bigint) as numerator,
    cast(null as bigint) as whole,
    cast(homes_gave as bigint) as homes_gave,
    0 as stated,
    0 as excess,
    0 as sum_of_parts,
    first_register,
    no_register,
    rows_lacking,
    cast(bedless as bigint) as bedless,
    cast(bedless_answered as bigint) as bedless_answered,
    cast(bedless_yes as bigint) as bedless_yes
from silent
