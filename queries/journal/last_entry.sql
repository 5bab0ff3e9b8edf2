-- The newest sequence number and the latest decision ('' in an empty journal).
select coalesce(max(seq), 0), coalesce(max(decided_at), '') from entry;
