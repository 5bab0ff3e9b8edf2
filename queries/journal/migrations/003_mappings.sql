-- What people said of headers that no question has: confirmed and forgotten, for one submitter or for every one ('').
create table if not exists mapping_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('confirmed', 'forgotten')),
    kind text not null,
    submitter text not null,
    layout text not null,              -- the keys of all headers of the table, a JSON list
    columns text not null              -- header and the name of a question ('' where it is left out), a JSON list of pairs
);

create trigger if not exists mapping_entry_never_changes before update on mapping_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists mapping_entry_never_goes before delete on mapping_entry
begin select raise(abort, 'The journal is append-only.'); end;
