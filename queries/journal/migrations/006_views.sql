-- Saved views: the address of a page under a name, saved and hidden. A view never changes, so its id always opens the same address.
create table if not exists view_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('saved', 'hidden')),
    name text not null,
    page text not null,                -- the last part of the address; '' is the Overview
    params text not null,              -- its codes in their order, a JSON list of pairs
    decided_by text not null
);

create trigger if not exists view_entry_never_changes before update on view_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists view_entry_never_goes before delete on view_entry
begin select raise(abort, 'The journal is append-only.'); end;
