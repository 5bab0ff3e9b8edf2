-- relation: registers_of_weeks
-- grain: one row a week that is counted over a register: the one in force
-- parameters: $everywhere, $permitted
-- columns: week, effective, first_used, homes
select
    r.week,
    r.effective,
    r.first_used,
    count(h.home_id) as homes
from week_register as r
left join register_week_home as h on r.week = h.week and ($everywhere or list_contains($permitted, h.ccg))
group by r.week, r.effective, r.first_used
order by r.week
