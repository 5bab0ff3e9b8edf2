-- relation: part_word
-- grain: one row a (week, CCG, part, PCN, item, word): what counts, the surplus of a CCG total as the part "not attributed"
-- parameters: none
-- columns: week, ccg, part (pcn, not aligned, not attributed), pcn, item, word, amount, homes, carried (homes), rowless, row_homes
with kept as (
    -- Where a total of this week counts, what was carried into its parts gives way.
    select
        c.week,
        c.ccg,
        c.pcn,
        c.item,
        c.word,
        c.carried,
        c.amount,
        c.homes,
        c.rowless,
        c.row_homes
    from chosen as c
    left join ccg_total as t
        on
            c.week = t.week
            and c.ccg = t.ccg
            and c.item = t.item
            and t.counts = 1
    where t.week is null or t.carried = 1 or c.carried = 0
),

surplus as (
    select
        t.week,
        t.ccg,
        t.item,
        x.word,
        sum(x.amount) as amount,
        sum(x.homes) as homes,
        max(t.carried) as carried,
        max(t.row_homes) as row_homes
    from ccg_total as t
    inner join (
        select week, ccg, item, word, amount, homes
        from said
        where side = 'total'
        union all
        select week, ccg, item, word, -amount as amount, -homes as homes
        from kept
    ) as x on t.week = x.week and t.ccg = x.ccg and t.item = x.item
    where t.counts = 1
    group by t.week, t.ccg, t.item, x.word
)

select
    week,
    ccg,
    case when pcn = '' then 'not aligned' else 'pcn' end as part,
    pcn,
    item,
    word,
    cast(sum(amount) as bigint) as amount,
    cast(sum(homes) as bigint) as homes,
    cast(sum(case when carried = 1 then homes else 0 end) as bigint) as carried,
    cast(sum(rowless) as bigint) as rowless,
    cast(max(row_homes) as bigint) as row_homes
from kept
group by week, ccg, pcn, item, word

union all

select
    week,
    ccg,
    'not attributed' as part,
    '' as pcn,
    item,
    word,
    cast(amount as bigint) as amount,
    cast(homes as bigint) as homes,
    cast(case when carried = 1 then homes else 0 end as bigint) as carried,
    cast(0 as bigint) as rowless,
    cast(row_homes as bigint) as row_homes
from surplus
