-- The journal: append-only entries of what was received and decided, and the small state of the product (SQLite).
create table if not exists layout (version integer not null);
insert into layout (version) select 1 where not exists (select 1 from layout);

create table if not exists entry (
    seq integer primary key autoincrement,
    decided_at text not null,          -- UTC, 2020-05-20T15:59:59.000000, never going back
    action text not null check (action in ('accepted', 'refused', 'held', 'unchanged', 'withdrawn')),
    kind text not null,
    submitter text not null,
    week text,                         -- the week's last day; a register's effective date; null for an alignment
    nil integer not null default 0,
    return_seq integer,                -- of a withdrawal: the entry that it withdraws; of an undo: the one that it restores
    received_at text not null,
    sha256 text not null default '',
    file_name text not null default '',
    facts text not null default '',    -- the facts file's name; '' where nothing was loaded
    row_count integer not null default 0,
    findings text not null default '[]',
    reason text not null default ''
);

create trigger if not exists entry_never_changes before update on entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists entry_never_goes before delete on entry
begin select raise(abort, 'The journal is append-only.'); end;

create table if not exists setting (
    name text primary key,
    value text not null
);
