-- relation: ccg_total
-- grain: one row a (week, CCG, item) that has a CCG-level total, said this week or carried (rules 5 and 10)
-- parameters: none
-- columns: week, ccg, item, carried, homes (that it answers for), row_homes, parts_homes, below (states in which it is below the parts),
--          counts (1: its surplus counts), differs (1: it says something else than the parts that count)
with totals as (
    select
        week,
        ccg,
        item,
        max(carried) as carried,
        sum(homes) as homes,
        max(row_homes) as row_homes
    from said
    where side = 'total'
    group by week, ccg, item
),

-- A total of this week is held against the answers of this week; a carried one against the parts with what they carry.
parts as (
    select
        week,
        ccg,
        item,
        sum(case when carried = 0 then homes else 0 end) as fresh,
        sum(homes) as homes
    from chosen
    group by week, ccg, item
),

words as (
    select
        t.week,
        t.ccg,
        t.item,
        x.word,
        sum(x.total_amount) as total_amount,
        sum(x.part_amount) as part_amount
    from totals as t
    inner join (
        select week, ccg, item, word, carried, amount as total_amount, 0 as part_amount, 1 as of_total
        from said
        where side = 'total'
        union all
        select week, ccg, item, word, carried, 0 as total_amount, amount as part_amount, 0 as of_total
        from chosen
    ) as x on t.week = x.week and t.ccg = x.ccg and t.item = x.item
    where x.of_total = 1 or t.carried = 1 or x.carried = 0
    group by t.week, t.ccg, t.item, x.word
),

compared as (
    select
        week,
        ccg,
        item,
        sum(case when total_amount < part_amount then 1 else 0 end) as below,
        sum(case when total_amount <> part_amount then 1 else 0 end) as differs
    from words
    group by week, ccg, item
)

select
    t.week,
    t.ccg,
    t.item,
    t.carried,
    t.homes,
    t.row_homes,
    case when t.carried = 1 then coalesce(p.homes, 0) else coalesce(p.fresh, 0) end as parts_homes,
    c.below,
    case
        when c.below > 0 then 0
        when t.carried = 1 and t.homes > coalesce(p.homes, 0) then 1
        when t.carried = 0 and t.homes > coalesce(p.fresh, 0) then 1
        else 0
    end as counts,
    case when c.differs > 0 and t.homes > 0 then 1 else 0 end as differs
from totals as t
left join parts as p on t.week = p.week and t.ccg = p.ccg and t.item = p.item
inner join compared as c on t.week = c.week and t.ccg = c.ccg and t.item = c.item
