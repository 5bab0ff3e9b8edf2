-- Append one entry about a follow-up.
insert into follow_up_entry (decided_at, action, number, flagged, text, decided_by)
values (:decided_at, :action, :number, :flagged, :text, :decided_by);
