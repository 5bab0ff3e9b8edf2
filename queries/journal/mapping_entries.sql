-- Everything that was ever confirmed or forgotten of headers, in order.
select seq, decided_at, action, kind, submitter, layout, columns
from mapping_entry
order by seq;
