-- Append one entry about the closing of a week.
insert into closing_entry (decided_at, action, week, submitter, decided_by, reason)
values (:decided_at, :action, :week, :submitter, :decided_by, :reason);
