-- relation: said, oximeters outstanding and covered of those needed, home by home (rule 10): home rows only
-- grain: one row a (week, CCG, PCN, cut, item, word, carried); the words are "with" (outstanding) and "without" (need that is met)
-- parameters: $beds_per_oximeter (an assumption), $carry_weeks
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes
with delivered as (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.cut,
        h.home_id,
        g.age,
        case when h.row_id is null then 1 else 0 end as rowless,
        a.number,
        case
            when coalesce(h.beds, 0) <= $beds_per_oximeter then 1
            else (h.beds + $beds_per_oximeter - 1 - mod(h.beds + $beds_per_oximeter - 1, $beds_per_oximeter)) / $beds_per_oximeter
        end as need,
        row_number() over (partition by h.week, h.home_id order by g.age) as place
    from scope_home as h
    inner join age as g on g.age <= $carry_weeks
    inner join effective_row as e on h.home_id = e.home_id and h.n - g.age = e.n
    inner join home_answer as a
        on
            e.row_id = a.row_id
            and a.question = 'oximeters_delivered'
    where
        a.number is not null
        and h.beds is not null
),

gaps as (
    select
        week,
        ccg,
        pcn,
        cut,
        case when age > 0 then 1 else 0 end as carried,
        rowless,
        cast(need as bigint) as need,
        cast(greatest(need - number, 0) as bigint) as gap
    from delivered
    where place = 1
)

select
    week,
    ccg,
    pcn,
    cut,
    'home rows' as side,
    'oximeters_outstanding' as item,
    'with' as word,
    carried,
    sum(gap) as amount,
    count(*) as homes,
    sum(rowless) as rowless,
    cast(null as bigint) as row_homes
from gaps
group by week, ccg, pcn, cut, carried

union all

select
    week,
    ccg,
    pcn,
    cut,
    'home rows' as side,
    'oximeters_outstanding' as item,
    'without' as word,
    carried,
    sum(need - gap) as amount,
    0 as homes,
    0 as rowless,
    cast(null as bigint) as row_homes
from gaps
group by week, ccg, pcn, cut, carried
