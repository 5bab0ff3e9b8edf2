-- Own groups: what was saved and what was hidden. A group never changes, so its id always opens the same members.
create table if not exists group_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('saved', 'hidden')),
    group_id text not null,
    name text not null,
    areas text not null,               -- codes, a JSON list
    homes text not null                -- CQC location IDs, a JSON list
);

create trigger if not exists group_entry_never_changes before update on group_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists group_entry_never_goes before delete on group_entry
begin select raise(abort, 'The journal is append-only.'); end;
