-- The latest moment of decision, '' in an empty journal.
select coalesce(max(decided_at), '') as decided_at
from entry;
