-- relation: said, what is certain of several yes/no questions together (rule 11): home rows only
-- grain: one row a (week, CCG, PCN, cut, item, word)
-- parameters: none
-- columns: week, ccg, pcn, cut, side, item, word, carried, amount, homes, rowless (of homes: without a row of their own this week), row_homes,
--          and of the homes: beds, rowless_beds (of rowless ones), bedless (homes without a number of beds)
with answered as (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.cut,
        h.home_id,
        h.covered,
        h.bedless,
        i.item,
        i.settles,
        count(*) as questions,
        sum(case when a.answer = i.settles then 1 else 0 end) as settling,
        sum(case when a.answer in ('yes', 'no') then 1 else 0 end) as plain,
        sum(case when a.answer = 'not applicable' then 1 else 0 end) as not_applicable
    from scope_home as h
    inner join item as i on i.shape = 'composite'
    inner join item_question as q on i.item = q.item
    left join home_answer as a
        on
            h.return_id = a.return_id
            and h.home_id = a.home_id
            and q.question = a.question
    where h.return_id is not null
    group by h.week, h.ccg, h.pcn, h.cut, h.home_id, h.covered, h.bedless, i.item, i.settles
),

decided as (
    select
        week,
        ccg,
        pcn,
        cut,
        covered,
        bedless,
        item,
        case
            when settling > 0 then 'no'
            when plain + not_applicable < questions then null
            when plain = 0 then 'not applicable'
            else 'yes'
        end as word
    from answered
)

select
    week,
    ccg,
    pcn,
    cut,
    'home rows' as side,
    item,
    word,
    0 as carried,
    count(*) as amount,
    count(*) as homes,
    0 as rowless,
    cast(null as bigint) as row_homes,
    sum(covered) as beds,
    0 as rowless_beds,
    sum(bedless) as bedless
from decided
where word is not null
group by week, ccg, pcn, cut, item, word
