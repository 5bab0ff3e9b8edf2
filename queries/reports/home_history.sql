-- relation: home_history
-- grain: one row a (week, question) that the row that counts for a home answers
-- parameters: $home, $first, $last (weeks), $everywhere, $permitted
-- columns: week, ccg (whose return it is), pcn (where the home counts, '' where none), return_id, question, answer, number (null where the answer is none)
select
    e.week,
    e.sender as ccg,
    coalesce(h.pcn, '') as pcn,
    e.return_id,
    a.question,
    a.answer,
    a.number
from effective_row as e
inner join home_answer as a on e.row_id = a.row_id
left join home_week as h on e.week = h.week and e.home_id = h.home_id
where
    e.home_id = $home
    and e.week between $first and $last
    and ($everywhere or list_contains($permitted, e.ccg))
order by e.week, a.question
