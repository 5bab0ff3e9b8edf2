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
