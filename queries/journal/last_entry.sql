-- The newest sequence number, the latest decision ('' in an empty journal), and how many returns were ever accepted.
select
    coalesce(max(seq), 0) as seq,
    coalesce(max(decided_at), '') as decided_at,
    coalesce(sum(case when action = 'accepted' then 1 else 0 end), 0) as accepted
from entry;
