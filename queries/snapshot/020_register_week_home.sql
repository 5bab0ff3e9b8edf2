-- relation: register_week_home
-- grain: one row a home and week of the register in force (rule 1); a home counts from its start date to its end date, both included
-- parameters: none
-- columns: week, n, ccg (the area of that week that its code stands for), home_id, beds, older_people
select
    r.week,
    r.n,
    c.ccg,
    h.home_id,
    h.beds,
    h.older_people
from week_register as r
inner join register_home as h on r.return_id = h.return_id
inner join ccg_in_week as c on r.week = c.week and h.ccg = c.code
inner join scope as s on r.week = s.week and c.ccg = s.ccg
where
    (h.start_date is null or h.start_date <= r.week)
    and (h.end_date is null or h.end_date >= r.week)
