-- Append one entry about an arrangement of a briefing.
insert into arrangement_entry (decided_at, action, name, slides, title, subtitle, decided_by)
values (:decided_at, :action, :name, :slides, :title, :subtitle, :decided_by);
