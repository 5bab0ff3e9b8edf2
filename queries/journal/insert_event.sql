-- Append one event of the audit.
insert into audit (seq, at, who, source, action, what, details, entry_table, entry_seq, entry_hash, previous, hash)
values (:seq, :at, :who, :source, :action, :what, :details, :entry_table, :entry_seq, :entry_hash, :previous, :hash);
