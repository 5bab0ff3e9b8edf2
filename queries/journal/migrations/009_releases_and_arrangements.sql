-- Weeks signed off, published to viewers, and taken back; "made" is the last decision that was known when a week was signed off.
create table release_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('signed off', 'published', 'taken back')),
    week text not null,
    made integer not null,
    decided_by text not null,
    reason text not null default ''
);

create trigger release_entry_never_changes before update on release_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger release_entry_never_goes before delete on release_entry
begin select raise(abort, 'The journal is append-only.'); end;

-- Arrangements of a briefing: which slides, in which order, under which title, by name. What was saved last under a name is what it stands for.
create table arrangement_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('saved', 'deleted')),
    name text not null,
    slides text not null,              -- kinds of slides in their order, a JSON list; empty: all of them
    title text not null,
    subtitle text not null,            -- on the cover
    decided_by text not null
);

create trigger arrangement_entry_never_changes before update on arrangement_entry
begin select raise(abort, 'The journal is append-only.'); end;
create trigger arrangement_entry_never_goes before delete on arrangement_entry
begin select raise(abort, 'The journal is append-only.'); end;
