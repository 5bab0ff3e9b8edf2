-- Append one entry.
insert into entry (
    decided_at, action, kind, submitter, week, nil, return_seq, received_at, sha256, file_name, facts, row_count, findings, reason
) values (
    :decided_at, :action, :kind, :submitter, :week, :nil, :return_seq, :received_at, :sha256, :file_name, :facts, :row_count,
    :findings, :reason
);
