-- Append one entry about the publishing of a week.
insert into release_entry (decided_at, action, week, made, decided_by, reason)
values (:decided_at, :action, :week, :made, :decided_by, :reason);
