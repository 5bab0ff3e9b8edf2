-- relation: said, counts that are carried forward (rule 10): units of a stock, and homes that hold at least so many
-- grain: one row a (week, CCG, PCN, cut, side, item, word, carried); the word is "units", or yes and no
-- parameters: none (each item says for how many weeks it is carried)
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes,
--          and of the homes: beds, rowless_beds (of rowless ones), bedless (homes without a number of beds)
with home_known as (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.cut,
        h.covered,
        h.bedless,
        i.item,
        i.shape,
        i.at_least,
        g.age,
        a.number,
        case when h.row_id is null then 1 else 0 end as rowless,
        row_number() over (partition by h.week, h.home_id, i.item order by g.age) as place
    from scope_home as h
    inner join item as i on i.shape in ('stock', 'at_least')
    inner join age as g on g.age <= i.carry
    inner join effective_row as e on h.home_id = e.home_id and h.n - g.age = e.n
    inner join home_answer as a
        on
            e.row_id = a.row_id
            and i.question = a.question
    where a.number is not null
),

home_last as (
    select
        week,
        ccg,
        pcn,
        cut,
        covered,
        bedless,
        item,
        case
            when shape = 'stock' then 'units'
            when number >= at_least then 'yes'
            else 'no'
        end as word,
        case when age > 0 then 1 else 0 end as carried,
        case when shape = 'stock' then number else 1 end as amount,
        rowless
    from home_known
    where place = 1
),

area_counts as (
    select
        return_id,
        pcn,
        question,
        max(case when part = 'sum' then number end) as total,
        max(case when part = 'homes' then number end) as homes,
        max(case when part = 'any' then number end) as holding
    from area_answer
    where part in ('sum', 'homes', 'any')
    group by return_id, pcn, question
),

-- What a CCG that merged told last is carried under its successor, until the successor tells itself.
area_known as (
    select
        o.week,
        o.ccg,
        r.ccg as sender,
        r.pcn,
        i.item,
        i.shape,
        g.age,
        c.total,
        c.homes,
        c.holding,
        r.homes as row_homes,
        row_number() over (partition by o.week, o.ccg, r.ccg, r.pcn, i.item order by g.age) as place,
        max(case when r.ccg = o.ccg then 1 else 0 end) over (partition by o.week, o.ccg, r.pcn, i.item) as own
    from scope as o
    inner join ccg_in_week as s on o.week = s.week and o.ccg = s.ccg
    inner join item as i on i.shape in ('stock', 'at_least')
    inner join age as g on g.age <= i.carry
    inner join area_row_week as r on s.code = r.ccg and o.n - g.age = r.n
    inner join area_counts as c
        on
            r.return_id = c.return_id
            and r.pcn = c.pcn
            and i.question = c.question
    where
        (i.shape = 'stock' and c.total is not null and c.homes > 0)
        or (i.shape = 'at_least' and c.holding is not null and coalesce(c.homes, c.holding) > 0)
),

area_last as (
    select
        week,
        ccg,
        pcn,
        case when pcn = '' then 'total' else 'area rows' end as side,
        item,
        shape,
        case when age > 0 then 1 else 0 end as carried,
        sum(total) as total,
        sum(coalesce(homes, holding)) as homes,
        sum(holding) as holding,
        sum(row_homes) as row_homes
    from area_known
    where place = 1 and (own = 0 or sender = ccg)
    group by week, ccg, pcn, item, shape, case when age > 0 then 1 else 0 end
)

select
    week,
    ccg,
    pcn,
    cut,
    'home rows' as side,
    item,
    word,
    carried,
    sum(amount) as amount,
    count(*) as homes,
    sum(rowless) as rowless,
    cast(null as bigint) as row_homes,
    sum(covered) as beds,
    sum(rowless * covered) as rowless_beds,
    sum(bedless) as bedless
from home_last
group by week, ccg, pcn, cut, item, word, carried

union all

select
    week,
    ccg,
    pcn,
    '' as cut,
    side,
    item,
    'units' as word,
    carried,
    total as amount,
    homes,
    0 as rowless,
    row_homes,
    null as beds,
    null as rowless_beds,
    null as bedless
from area_last
where shape = 'stock'

union all

select
    week,
    ccg,
    pcn,
    '' as cut,
    side,
    item,
    'yes' as word,
    carried,
    holding as amount,
    holding as homes,
    0 as rowless,
    row_homes,
    null as beds,
    null as rowless_beds,
    null as bedless
from area_last
where shape = 'at_least'

union all

select
    week,
    ccg,
    pcn,
    '' as cut,
    side,
    item,
    'no' as word,
    carried,
    greatest(homes - holding, 0) as amount,
    greatest(homes - holding, 0) as homes,
    0 as rowless,
    row_homes,
    null as beds,
    null as rowless_beds,
    null as bedless
from area_last
where shape = 'at_least'
