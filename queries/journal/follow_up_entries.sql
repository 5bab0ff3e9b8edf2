-- Every entry about a follow-up, in order.
select seq, decided_at, action, number, flagged, text, decided_by
from follow_up_entry
order by seq;
