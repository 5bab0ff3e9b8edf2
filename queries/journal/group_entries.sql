-- Everything that was ever saved or hidden of own groups, in order.
select seq, decided_at, action, group_id, name, areas, homes
from group_entry
order by seq;
