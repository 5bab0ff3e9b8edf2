-- relation: received_late, returns received after they were due
-- grain: one row a version of a return
-- parameters: none
-- columns: submitter, week, received_at, due
select r.submitter, r.week, r.received_at, w.due
from returns as r
inner join weeks as w on r.week = w.week
where r.received_at > w.due
order by r.week desc, r.submitter
