-- relation: coverage
-- grain: one row a CCG and week: registered homes with at least one answer (rule 12)
-- parameters: none
-- columns: week, ccg, registered, covered
with home_side as (
    select
        h.week,
        h.ccg,
        h.pcn,
        count(distinct h.home_id) as homes
    from scope_home as h
    inner join home_answer as a on h.row_id = a.row_id
    group by h.week, h.ccg, h.pcn
),

area_questions as (
    select
        r.week,
        r.ccg,
        r.pcn,
        r.homes as row_homes,
        a.question,
        sum(
            case
                when a.part in ('yes', 'no', 'not applicable') then a.number
                when a.part in ('not answered', 'sum', 'any', 'homes') then 0
                else a.number
            end
        ) as by_word,
        max(case when a.part in ('homes', 'any') then a.number else 0 end) as by_count
    from area_row_week as r
    inner join scope as o on r.week = o.week and r.ccg = o.ccg
    inner join area_answer as a on r.return_id = a.return_id and r.pcn = a.pcn
    group by r.week, r.ccg, r.pcn, r.homes, a.question
),

area_side as (
    select
        week,
        ccg,
        pcn,
        max(row_homes) as row_homes,
        max(greatest(by_word, by_count)) as homes
    from area_questions
    group by week, ccg, pcn
),

parts as (
    select
        p.week,
        p.ccg,
        p.pcn,
        case when p.known = 0 then coalesce(a.row_homes, 0) else p.known end as cap,
        greatest(
            coalesce(h.homes, 0),
            least(coalesce(a.homes, 0), case when p.known = 0 then coalesce(a.row_homes, 0) else p.known end)
        ) as homes
    from scope_part as p
    left join home_side as h on p.week = h.week and p.ccg = h.ccg and p.pcn = h.pcn
    left join area_side as a on p.week = a.week and p.ccg = a.ccg and p.pcn = a.pcn and p.pcn <> ''
),

summed as (
    select
        week,
        ccg,
        sum(cap) as cap,
        sum(homes) as homes
    from parts
    group by week, ccg
),

-- Without a register the homes of the week's returns stand in for it.
counted as (
    select
        c.week,
        c.ccg,
        case
            when c.has_register = 1 then c.registered
            else greatest(coalesce(s.cap, 0), coalesce(t.row_homes, 0))
        end as registered,
        greatest(coalesce(s.homes, 0), coalesce(t.homes, 0)) as covered
    from ccg_week as c
    inner join scope as o on c.week = o.week and c.ccg = o.ccg
    left join summed as s on c.week = s.week and c.ccg = s.ccg
    left join area_side as t on c.week = t.week and c.ccg = t.ccg and t.pcn = ''
)

select
    week,
    ccg,
    cast(registered as bigint) as registered,
    cast(least(registered, covered) as bigint) as covered
from counted
