-- relation: asked
-- grain: one row a (week, CCG, optional item) that the CCG is asked: an answer to it, of the week or carried, counts there
-- parameters: none
-- columns: week, ccg, item
select
    s.week,
    s.ccg,
    s.item
from said as s
inner join item as i on s.item = i.item
where
    i.optional = 1
    and s.word <> 'not answered'
    and s.homes > 0
group by s.week, s.ccg, s.item
