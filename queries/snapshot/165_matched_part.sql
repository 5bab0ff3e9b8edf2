-- relation: matched_part
-- grain: one row a (question of yes or no, week, CCG, PCN) with homes that said yes or no in the week, having said yes or no the week before too
-- parameters: none
-- columns: question, week, ccg, pcn ('' not aligned; both as in the later week), homes, yes_both, gained (no before, yes now), lost (yes before, no now)
with here as (
    select
        h.week,
        h.n,
        h.ccg,
        h.pcn,
        h.home_id
    from home_week as h
    inner join scope as o on h.week = o.week and h.ccg = o.ccg
),

-- Read once, from the week before on, and held against itself.
answered as (
    select
        e.n,
        e.home_id,
        a.question,
        a.answer
    from effective_row as e
    inner join home_answer as a on e.row_id = a.row_id
    inner join item as i on a.question = i.question and i.shape = 'words'
    where
        e.n >= (select min(n) - 1 from scope)
        and e.n <= (select max(n) from scope)
        and e.home_id in (select home_id from here)
        and a.answer in ('yes', 'no')
)

select
    a.question,
    h.week,
    h.ccg,
    h.pcn,
    count(*) as homes,
    cast(sum(case when b.answer = 'yes' and a.answer = 'yes' then 1 else 0 end) as bigint) as yes_both,
    cast(sum(case when b.answer = 'no' and a.answer = 'yes' then 1 else 0 end) as bigint) as gained,
    cast(sum(case when b.answer = 'yes' and a.answer = 'no' then 1 else 0 end) as bigint) as lost
from here as h
inner join answered as a on h.n = a.n and h.home_id = a.home_id
inner join answered as b on a.home_id = b.home_id and a.question = b.question and a.n = b.n + 1
group by a.question, h.week, h.ccg, h.pcn
order by h.week, a.question, h.ccg, h.pcn
