-- Every entry after a sequence number, in order.
select
    seq, decided_at, action, kind, submitter, week, nil, return_seq, received_at, sha256, file_name, facts, row_count, findings, reason
from entry
where seq > :after
order by seq;
