-- Append one entry about a note.
insert into note_entry (decided_at, action, number, kind, text, area, measure, first_week, last_week, decided_by, reason)
values (:decided_at, :action, :number, :kind, :text, :area, :measure, :first_week, :last_week, :decided_by, :reason);
