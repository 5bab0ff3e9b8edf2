-- Who did what, when and from where: an event for every decided entry and for every file taken away, each chained to the one before
-- by a hash (carehomes/ledger/chain.py). The number of the layout is the file's own (user_version) from here on.
drop table if exists layout;

create table audit (
    seq integer primary key autoincrement,
    at text not null,                  -- UTC, never going back
    who text not null,                 -- a person's id, an account of the machine, or the role that was said; '' nobody is known
    source text not null,              -- from where: page, command line, inbox, upgrade
    action text not null,              -- such as: return accepted, note added, file taken
    what text not null,                -- of what, in words
    details text not null,             -- a JSON object: reasons, and what else there is to say
    entry_table text not null,         -- of a decided entry: its table and number, and the hash of what it says; else '', null and ''
    entry_seq integer,
    entry_hash text not null,
    previous text not null,            -- the hash of the event before, '' in the first
    hash text not null                 -- of everything above
);

create trigger audit_never_changes before update on audit
begin select raise(abort, 'The journal is append-only.'); end;
create trigger audit_never_goes before delete on audit
begin select raise(abort, 'The journal is append-only.'); end;
