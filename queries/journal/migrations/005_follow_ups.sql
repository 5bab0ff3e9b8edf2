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
