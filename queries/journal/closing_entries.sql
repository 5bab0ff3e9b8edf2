-- Everything that was ever closed, opened again or allowed late, in order.
select seq, decided_at, action, week, submitter, decided_by, reason
from closing_entry
order by seq;
