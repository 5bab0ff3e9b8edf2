-- Everything that was ever saved or deleted of a briefing's arrangements, in order.
select seq, decided_at, action, name, slides, title, subtitle, decided_by
from arrangement_entry
order by seq;
