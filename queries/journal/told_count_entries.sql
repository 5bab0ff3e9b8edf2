-- Every decision about counts in the words of forms, in order.
select seq, decided_at, action, number, la, week, item, homes, said_no, silent, words, decided_by, reason
from told_count_entry
order by seq;
