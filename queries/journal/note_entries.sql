-- Every note ever added or withdrawn, in order.
select seq, decided_at, action, number, kind, text, area, measure, first, last, decided_by, reason
from note_entry
order by seq;
