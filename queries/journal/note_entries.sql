-- Every note ever added or withdrawn, in order.
select seq, decided_at, action, number, kind, text, area, measure, first_week, last_week, decided_by, reason
from note_entry
order by seq;
