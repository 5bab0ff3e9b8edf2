-- Every event of the audit, in order.
select seq, at, who, source, action, what, details, entry_table, entry_seq, entry_hash, previous, hash
from audit
order by seq;
