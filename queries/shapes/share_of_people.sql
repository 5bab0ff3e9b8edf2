-- relation: said, sums over the homes that gave both counts (rule 9)
-- grain: one row a (week, CCG, PCN, cut, side, item, word); the words are "with" and "without"
-- parameters: none
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount (people), homes (that gave both; told once, beside "with"), rowless (of homes: without a row of their own this week), row_homes
with home_pairs as (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.cut,
        i.item,
        sum(p.number) as numerator,
        sum(w.number) as whole,
        count(*) as homes
    from scope_home as h
    inner join home_answer as p on h.row_id = p.row_id
    inner join item as i on p.question = i.question
    inner join home_answer as w on h.row_id = w.row_id and i.whole = w.question
    where
        i.shape = 'pair'
        and p.number is not null
        and w.number is not null
    group by h.week, h.ccg, h.pcn, h.cut, i.item
),

area_counts as (
    select
        return_id,
        pcn,
        question,
        max(case when part = 'sum' then number end) as total,
        max(case when part = 'homes' then number end) as homes
    from area_answer
    where part in ('sum', 'homes')
    group by return_id, pcn, question
),

pairs as (
    select
        week,
        ccg,
        pcn,
        cut,
        'home rows' as side,
        item,
        numerator,
        whole,
        homes,
        cast(null as bigint) as row_homes
    from home_pairs

    union all

    select
        r.week,
        r.ccg,
        r.pcn,
        '' as cut,
        case when r.pcn = '' then 'total' else 'area rows' end as side,
        i.item,
        p.total as numerator,
        w.total as whole,
        p.homes,
        r.homes as row_homes
    from area_row_week as r
    inner join scope as o on r.week = o.week and r.ccg = o.ccg
    inner join area_counts as p on r.return_id = p.return_id and r.pcn = p.pcn
    inner join item as i on p.question = i.question
    inner join area_counts as w on r.return_id = w.return_id and r.pcn = w.pcn and i.whole = w.question
    where
        i.shape = 'pair'
        and p.total is not null
        and w.total is not null
        and p.homes = w.homes
)

select
    week,
    ccg,
    pcn,
    cut,
    side,
    item,
    'with' as word,
    0 as carried,
    numerator as amount,
    homes,
    0 as rowless,
    row_homes
from pairs

union all

select
    week,
    ccg,
    pcn,
    cut,
    side,
    item,
    'without' as word,
    0 as carried,
    whole - numerator as amount,
    0 as homes,
    0 as rowless,
    row_homes
from pairs
