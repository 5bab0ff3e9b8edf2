-- Everything that was ever saved or hidden of saved views, in order.
select seq, decided_at, action, name, page, params, decided_by
from view_entry
order by seq;
