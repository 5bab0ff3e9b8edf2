-- Weeks closed and opened again, and the late entries allowed by name: which submitter, by whom (a role, no person's name) and why.
create table if not exists closing_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('closed', 'reopened', 'allowed')),
    week text not null,
    submitter text not null default '', -- of a late entry allowed; '' for the week itself
    decided_by text not null,
    reason text not null
);

create trigger if not exists closing_entry_never_changes before update on closing_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists closing_entry_never_goes before delete on closing_entry
begin select raise(abort, 'The journal is append-only.'); end;

-- Notes and events: what a reader of figures must know of an area, a measure or weeks. Withdrawn, never changed.
create table if not exists note_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('added', 'withdrawn')),
    number integer,                    -- of a withdrawal: the entry that it withdraws
    kind text not null default '',
    text text not null default '',
    area text not null default '',     -- a code; '' is everywhere
    measure text not null default '',  -- an id; '' is every one
    first_week text,                   -- the first week's Sunday; null in a withdrawal
    last_week text,                    -- the last week's Sunday, included
    decided_by text not null,
    reason text not null default ''    -- of a withdrawal
);

create trigger if not exists note_entry_never_changes before update on note_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists note_entry_never_goes before delete on note_entry
begin select raise(abort, 'The journal is append-only.'); end;
