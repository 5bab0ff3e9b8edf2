-- Append one entry about what headers mean.
insert into mapping_entry (decided_at, action, kind, submitter, layout, columns)
values (:decided_at, :action, :kind, :submitter, :layout, :columns);
