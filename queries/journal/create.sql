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

-- Follow-ups: a value sent back to who sent it, what was answered, and that it is settled. Each is a chain of entries, none of them changed.
create table if not exists follow_up_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('opened', 'answered', 'closed')),
    number integer,                    -- of an answer or a closing: the entry that opened it
    flagged text not null default '{}', -- of an opening: what is asked about, a JSON object (carehomes/ledger/follow_ups.py)
    text text not null,                -- what is asked, what was answered, why it is closed
    decided_by text not null
);

create trigger if not exists follow_up_entry_never_changes before update on follow_up_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists follow_up_entry_never_goes before delete on follow_up_entry
begin select raise(abort, 'The journal is append-only.'); end;

-- Counts that the words of a council's form tell ("76 said no and 25 didn't respond"): a person confirmed or refused them, or took that back.
create table if not exists told_count_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('confirmed', 'refused', 'withdrawn')),
    number integer,                    -- of a withdrawal: the entry that it withdraws
    la text not null default '',
    week text,                         -- the form's week, its Sunday; null in a withdrawal
    item text not null default '',     -- the action of the form
    homes integer,                     -- in place by the form: with another count the decision says nothing
    said_no integer,                   -- null: the words do not tell
    silent integer,                    -- not answered; null: the words do not tell
    words text not null default '',    -- the part of the text that counts
    decided_by text not null,
    reason text not null default ''
);

create trigger if not exists told_count_entry_never_changes before update on told_count_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists told_count_entry_never_goes before delete on told_count_entry
begin select raise(abort, 'The journal is append-only.'); end;

-- Arrangements of a briefing: which slides, in which order, under which title, by name. What was saved last under a name is what it stands for.
create table if not exists arrangement_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('saved', 'deleted')),
    name text not null,
    slides text not null,              -- kinds of slides in their order, a JSON list; empty: all of them
    title text not null,
    subtitle text not null,            -- on the cover
    decided_by text not null
);

create trigger if not exists arrangement_entry_never_changes before update on arrangement_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger if not exists arrangement_entry_never_goes before delete on arrangement_entry
begin select raise(abort, 'The journal is append-only.'); end;

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
