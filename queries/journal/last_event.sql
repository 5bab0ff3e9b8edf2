-- The newest event: its number, its moment and its hash.
select seq, at, hash
from audit
order by seq desc
limit 1;
