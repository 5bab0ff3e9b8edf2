-- The newest sequence number, 0 in an empty journal: asked by every session that begins.
select coalesce(max(seq), 0) as seq
from entry;
