-- relation: measure_part
-- grain: one row a (measure, week, CCG, part, PCN): the prepared figures that every report adds up
-- parameters: none
-- columns: measure, week, ccg, part, pcn, cut_level, cut (both ''; see queries/views), source, registered, denominator, yes, no, not_applicable, not_answered, blank,
--          not_in_return, in_totals (0; see queries/views), no_return, carried, numerator, whole, homes_gave, and the marks stated, excess, sum_of_parts,
--          first_register, no_register, rows_lacking (0 or 1)
with states as (
    select
        m.measure,
        m.item,
        w.week,
        w.ccg,
        w.part,
        w.pcn,
        sum(case when s.state = 'yes' then w.amount else 0 end) as yes,
        sum(case when s.state = 'no' then w.amount else 0 end) as no,
        sum(case when s.state = 'not applicable' then w.amount else 0 end) as not_applicable,
        sum(case when s.state = 'with' then w.amount else 0 end) as numerator,
        sum(case when s.state in ('with', 'without') then w.amount else 0 end) as whole,
        sum(case when s.state = 'base' then w.amount else 0 end) as base_homes,
        sum(case when s.state = 'base' and w.word = 'not answered' then w.amount else 0 end) as base_blank
    from part_word as w
    inner join measure_item as m on w.item = m.item
    inner join measure_word as s on m.measure = s.measure and w.word = s.word
    group by m.measure, m.item, w.week, w.ccg, w.part, w.pcn
),

figured as (
    select
        m.measure,
        m.kind,
        p.week,
        p.ccg,
        p.part,
        p.pcn,
        p.source,
        p.registered,
        case when m.kind = 'split' then coalesce(s.base_homes, 0) else p.denominator end as denominator,
        coalesce(s.yes, 0) as yes,
        coalesce(s.no, 0) as no,
        coalesce(s.not_applicable, 0) as not_applicable,
        case when m.kind = 'split' then coalesce(s.base_blank, 0) else p.denominator - p.answered end as not_answered,
        case when m.kind = 'split' then coalesce(s.base_blank, 0) else p.blank_rows end as blank_rows,
        p.answered,
        p.carried,
        case when m.kind in ('people', 'stock') then coalesce(s.numerator, 0) end as numerator,
        case when m.kind = 'people' then coalesce(s.whole, 0) end as whole,
        case when m.kind in ('people', 'stock') then p.answered end as homes_gave,
        case when m.kind = 'split' then 0 else p.stated end as stated,
        case when m.kind = 'split' then 0 else p.excess end as excess,
        case when m.kind = 'split' then 0 else p.sum_of_parts end as sum_of_parts,
        case when m.rows_only = 1 and coalesce(h.area_homes, t.homes) is not null then 1 else 0 end as rows_lacking
    from part_item as p
    inner join measure_item as m on p.item = m.item
    left join states as s
        on
            m.measure = s.measure
            and p.week = s.week
            and p.ccg = s.ccg
            and p.part = s.part
            and p.pcn = s.pcn
    left join scope_part as h
        on
            p.week = h.week
            and p.ccg = h.ccg
            and p.pcn = h.pcn
            and p.part <> 'not attributed'
    left join area_row_week as t
        on
            p.week = t.week
            and p.ccg = t.ccg
            and t.pcn = ''
            and p.part = 'not aligned'
),

silent as (
    select
        f.measure,
        f.kind,
        f.week,
        f.ccg,
        f.part,
        f.pcn,
        f.source,
        f.registered,
        f.denominator,
        f.yes,
        f.no,
        f.not_applicable,
        f.not_answered,
        case
            when c.returned = 1 then f.not_answered
            when f.not_answered < 0 then 0
            else least(f.blank_rows, f.not_answered)
        end as blank,
        case
            when c.returned = 1 and f.source in ('home rows', 'none') then greatest(f.not_answered - f.blank_rows, 0)
            else 0
        end as not_in_return,
        f.answered,
        f.carried,
        f.numerator,
        f.whole,
        f.homes_gave,
        f.stated,
        f.excess,
        f.sum_of_parts,
        f.rows_lacking,
        case when c.has_register = 1 then c.first_used else 0 end as first_register,
        1 - c.has_register as no_register
    from figured as f
    inner join ccg_week as c on f.week = c.week and f.ccg = c.ccg
),

-- A CCG total answers first for homes that no row mentions.
not_mentioned as (
    select
        measure,
        week,
        ccg,
        sum(not_in_return) as homes
    from silent
    group by measure, week, ccg
)

select
    s.measure,
    s.week,
    s.ccg,
    s.part,
    s.pcn,
    '' as cut_level,
    '' as cut,
    s.source,
    s.registered,
    cast(s.denominator as bigint) as denominator,
    cast(case when s.kind in ('homes', 'composite') then s.yes end as bigint) as yes,
    cast(case when s.kind in ('homes', 'composite') then s.no end as bigint) as no,
    cast(case when s.kind in ('homes', 'composite', 'ladder', 'split') then s.not_applicable end as bigint) as not_applicable,
    cast(s.not_answered as bigint) as not_answered,
    cast(s.blank as bigint) as blank,
    cast(
        case
            when s.part = 'not attributed' and s.not_answered = s.blank then -least(s.answered, n.homes)
            else s.not_in_return
        end as bigint
    ) as not_in_return,
    cast(0 as bigint) as in_totals,
    cast(s.not_answered - s.blank as bigint) as no_return,
    s.carried,
    cast(s.numerator as bigint) as numerator,
    cast(s.whole as bigint) as whole,
    s.homes_gave,
    s.stated,
    s.excess,
    s.sum_of_parts,
    s.first_register,
    s.no_register,
    s.rows_lacking
from silent as s
inner join not_mentioned as n on s.measure = n.measure and s.week = n.week and s.ccg = n.ccg
where
    s.registered <> 0
    or s.denominator <> 0
    or s.not_answered <> 0
    or s.yes <> 0
    or s.no <> 0
    or s.not_applicable <> 0
    or s.rows_lacking <> 0
    or coalesce(s.whole, 0) <> 0
    or coalesce(s.numerator, 0) <> 0
-- One week lies together: a page asks for a week of a few measures, and what lies between is not read.
order by s.week, s.measure, s.ccg, s.part, s.pcn
