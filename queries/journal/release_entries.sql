-- Everything that was ever decided about the publishing of weeks, in order.
select seq, decided_at, action, week, made, decided_by, reason
from release_entry
order by seq;
