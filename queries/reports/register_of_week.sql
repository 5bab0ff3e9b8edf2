-- relation: register_of_week
-- grain: the register in force for one week
-- parameters: $week
-- columns: effective, first_used, homes
select
    r.effective,
    r.first_used,
    count(h.home_id) as homes
from week_register as r
left join register_week_home as h on r.week = h.week
where r.week = $week
group by r.effective, r.first_used
