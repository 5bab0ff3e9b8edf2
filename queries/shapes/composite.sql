-- relation: home_said, what is certain of several yes/no questions together (rule 11): home rows only
-- grain: one row a home, week and item
-- parameters: none
-- columns: week, ccg, pcn, cut, covered, bedless, rowless (1: without a row of its own this week), item, word (null: not certain)
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
            h.row_id = a.row_id
            and q.question = a.question
    where h.row_id is not null
    group by h.week, h.ccg, h.pcn, h.cut, h.home_id, h.covered, h.bedless, i.item, i.settles
)

select
    week,
    ccg,
    pcn,
    cut,
    covered,
    bedless,
    0 as rowless,
    item,
    case
        when settling > 0 then 'no'
        when plain + not_applicable < questions then null
        when plain = 0 then 'not applicable'
        else 'yes'
    end as word
from answered
