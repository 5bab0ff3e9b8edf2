-- relation: lent_homes
-- grain: one row a home that counts in a week (rule 1), with its one PCN (rule 6)
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: week, home_id, ccg, pcn ('' not aligned), la ('' not known), beds, older_people, home_type, has_row (1: a return has a row for it),
--          sender (of that row)
select
    h.week,
    h.home_id,
    h.ccg,
    h.pcn,
    h.la,
    h.beds,
    h.older_people,
    r.home_type,
    case when h.row_id is null then 0 else 1 end as has_row,
    h.sender
from home_week as h
left join home_row as r on h.row_id = r.row_id
where
    h.week between $first and $last
    and ($everywhere or list_contains($permitted, h.ccg))
order by h.week, h.home_id
