-- Append one entry about an own group.
insert into group_entry (decided_at, action, group_id, name, areas, homes)
values (:decided_at, :action, :group_id, :name, :areas, :homes);
