-- Append one entry about a saved view.
insert into view_entry (decided_at, action, name, page, params, decided_by)
values (:decided_at, :action, :name, :page, :params, :decided_by);
