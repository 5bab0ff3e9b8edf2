-- relation: register_week_home
-- grain: one row a home and week of the register in force (rule 1); a home counts from its start date to its end date, both included
-- parameters: none
-- columns: week, n, ccg (the area of that week that its code stands for), home_id, beds, older_people (yes, no, null: not said),
--          la (the local authority by its code, else by its name; '' where neither is known)
select
    r.week,
    r.n,
    c.ccg,
    h.home_id,
    h.beds,
    h.older_people,
    coalesce(l.la, '') as la
from week_register as r
inner join register_home as h on r.return_id = h.return_id
inner join ccg_in_week as c on r.week = c.week and h.ccg = c.code
left join la_said as l on h.la_code is not distinct from l.la_code and h.la_name is not distinct from l.la_name
inner join scope as s on r.week = s.week and c.ccg = s.ccg
where
    (h.start_date is null or h.start_date <= r.week)
    and (h.end_date is null or h.end_date >= r.week)
