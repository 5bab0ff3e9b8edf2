-- A journal as the program of layout 8 wrote it, brought up from layout 7, invented entries.
BEGIN TRANSACTION;
CREATE TABLE audit (
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
INSERT INTO "audit" VALUES(1,'2026-11-23T03:19:40.248528','regional lead','upgrade','week closed, taken over','2020-05-17','{"reason": "the figures were published", "decided_by": "regional lead"}','closing_entry',1,'d83105ade0d9b7e8bf7cbbc6c0295d53baae28d71ac35a200bc56660ccea8ee2','','429cfca74e458fe50c23e4963cb7ceb1a0d0f8e56197e5136d905e7fea41a8fe');
INSERT INTO "audit" VALUES(2,'2026-11-23T03:19:40.249067','','upgrade','return accepted, taken over','home 01T 2020-05-17 01T.csv','{}','entry',1,'55ffcdb7c4f00b940f0a325ee724ae6450e6b4be5a256f47e4206a28d19d9d45','429cfca74e458fe50c23e4963cb7ceb1a0d0f8e56197e5136d905e7fea41a8fe','7b1ba6833b77ae8389bbebc3643a4fd5e05f5e21930c5413b74965e0767f73d5');
INSERT INTO "audit" VALUES(3,'2026-11-23T03:19:40.249181','','upgrade','return withdrawn, taken over','home 01T 2020-05-17','{"reason": "sent in error"}','entry',2,'f99e03c5cd869e686f094cc4a8891084ee94c891f2d510869a955b16a8ea984b','7b1ba6833b77ae8389bbebc3643a4fd5e05f5e21930c5413b74965e0767f73d5','46d3e7ed384d9d916cdd12aab3c07eff8fa5bda1b821cfa280bab3ffec46ec5b');
INSERT INTO "audit" VALUES(4,'2026-11-23T03:19:40.249311','regional analyst','upgrade','follow-up opened, taken over','','{"text": "Is it 8?", "decided_by": "regional analyst"}','follow_up_entry',1,'28fdd750c6fc19a3fa9135ca6f9c61027410f15eb752127a812abdead18fa606','46d3e7ed384d9d916cdd12aab3c07eff8fa5bda1b821cfa280bab3ffec46ec5b','b04f51ae37b7220cd67238cd14e4ffb5b40e521f6fc4b148f8f8b1cd6a8f4489');
INSERT INTO "audit" VALUES(5,'2026-11-23T03:19:40.249425','','upgrade','group saved, taken over','Coast','{}','group_entry',1,'3b5f7c4dc60f84a7820f9c3485cbe067cd307dba79a57146d2d842f39af04235','b04f51ae37b7220cd67238cd14e4ffb5b40e521f6fc4b148f8f8b1cd6a8f4489','bf058710ab52404d82d61805a20a826207d32da752aebb208967c0da291e0293');
INSERT INTO "audit" VALUES(6,'2026-11-23T03:19:40.249530','','upgrade','mapping confirmed, taken over','home 01T','{}','mapping_entry',1,'950f6ae8b6f0e709887c67746c8fd0c87d22f324dd8eb5a29cfd1afd6a1976da','bf058710ab52404d82d61805a20a826207d32da752aebb208967c0da291e0293','3e065c01629a8744b01db003135cdb27305def83d4a830f7e041bd1966352c94');
INSERT INTO "audit" VALUES(7,'2026-11-23T03:19:40.249645','regional analyst','upgrade','note added, taken over','outbreak 01T 2020-05-17 2020-05-24','{"text": "Two homes are closed to visits.", "decided_by": "regional analyst"}','note_entry',1,'331397edf2f775c1551952214e6bddc13d067554bd0cf98faec5f6be01083cca','3e065c01629a8744b01db003135cdb27305def83d4a830f7e041bd1966352c94','e5f68a87de40beb18f6be5757eb5458eb6fa5d293b2c73106ed9b91a6fe1180b');
INSERT INTO "audit" VALUES(8,'2026-11-23T03:19:40.249760','regional analyst','upgrade','count in words confirmed, taken over','E08000014 ppe 2020-05-17','{"decided_by": "regional analyst"}','told_count_entry',1,'35673cf2820b50908c826fcbbd3d6a9e022e52685402d1c988e60b48751a0c09','e5f68a87de40beb18f6be5757eb5458eb6fa5d293b2c73106ed9b91a6fe1180b','99a1628fc4543538405b6631431d3abe5da8594fef9597f2d8d81144fb64941b');
INSERT INTO "audit" VALUES(9,'2026-11-23T03:19:40.249856','regional analyst','upgrade','view saved, taken over','Monday','{"decided_by": "regional analyst"}','view_entry',1,'40a5ec474b57b0879f0388d72a21bf783c03d637293c0a1554d4268f3511287e','99a1628fc4543538405b6631431d3abe5da8594fef9597f2d8d81144fb64941b','e8e69088fc2c727c1844e65a65a184a10a0317afca68d1829c76a8b27ce5b75d');
INSERT INTO "audit" VALUES(10,'2026-11-23T03:19:40.250165','','upgrade','setting set','name_key','{}','setting',NULL,'7948ccaf8d8289e4dc9b6c41ec0069b1d953eef22dae681d745b5f43344b020f','e8e69088fc2c727c1844e65a65a184a10a0317afca68d1829c76a8b27ce5b75d','4d0512c315f98249a06fbd39a83958432604b24d868c0af9481c2cd03144b6c1');
CREATE TABLE closing_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('closed', 'reopened', 'allowed')),
    week text not null,
    submitter text not null default '', -- of a late entry allowed; '' for the week itself
    decided_by text not null,
    reason text not null
);
INSERT INTO "closing_entry" VALUES(1,'2020-05-23T09:00:00.000000','closed','2020-05-17','','regional lead','the figures were published');
CREATE TABLE entry (
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
INSERT INTO "entry" VALUES(1,'2020-05-20T15:59:59.000000','accepted','home','01T','2020-05-17',0,NULL,'2020-05-20T15:59:59.000000','abababababababababababababababababababababababababababababababab','01T.csv','',3,'[{"code": "home_not_registered", "severity": "query", "message": "Cell A2 names a home that is on no register.", "sheet": "", "cell": "A2", "field": "home_id", "value": "1-9", "reason": "opened in May"}]','');
INSERT INTO "entry" VALUES(2,'2020-05-21T09:00:00.000000','withdrawn','home','01T','2020-05-17',0,1,'2020-05-21T09:00:00.000000','','','',0,'[]','sent in error');
CREATE TABLE follow_up_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('opened', 'answered', 'closed')),
    number integer,                    -- of an answer or a closing: the entry that opened it
    flagged text not null default '{}', -- of an opening: what is asked about, a JSON object (carehomes/ledger/follow_ups.py)
    text text not null,                -- what is asked, what was answered, why it is closed
    decided_by text not null
);
INSERT INTO "follow_up_entry" VALUES(1,'2020-05-24T09:00:00.000000','opened',NULL,'{"submitter": "01T", "week": "2020-05-17", "value": "80", "kind": "home", "return_id": 1, "home": "1-101", "pcn": "", "field": "residents", "part": "", "sheet": "", "cell": "D2", "measure": "", "area": ""}','Is it 8?','regional analyst');
CREATE TABLE group_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('saved', 'hidden')),
    group_id text not null,
    name text not null,
    areas text not null,               -- codes, a JSON list
    homes text not null                -- CQC location IDs, a JSON list
);
INSERT INTO "group_entry" VALUES(1,'2020-05-22T09:00:00.000000','saved','g-0000000001','Coast','["01T"]','["1-101"]');
CREATE TABLE mapping_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('confirmed', 'forgotten')),
    kind text not null,
    submitter text not null,
    layout text not null,              -- the keys of all headers of the table, a JSON list
    columns text not null              -- header and the name of a question ('' where it is left out), a JSON list of pairs
);
INSERT INTO "mapping_entry" VALUES(1,'2020-05-22T10:00:00.000000','confirmed','home','01T','["leadgp"]','[["Lead GP?", "clinical_lead"]]');
CREATE TABLE note_entry (
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
INSERT INTO "note_entry" VALUES(1,'2020-05-23T10:00:00.000000','added',NULL,'outbreak','Two homes are closed to visits.','01T','','2020-05-17','2020-05-24','regional analyst','');
CREATE TABLE setting (
    name text primary key,
    value text not null
);
INSERT INTO "setting" VALUES('name_key','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "setting" VALUES('last_snapshot','12');
CREATE TABLE told_count_entry (
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
INSERT INTO "told_count_entry" VALUES(1,'2020-05-26T09:00:00.000000','confirmed',NULL,'E08000014','2020-05-17','ppe',30,76,25,'76 said no and 25 didn''t respond','regional analyst','');
CREATE TABLE view_entry (
    seq integer primary key autoincrement,
    decided_at text not null,
    action text not null check (action in ('saved', 'hidden')),
    name text not null,
    page text not null,                -- the last part of the address; '' is the Overview
    params text not null,              -- its codes in their order, a JSON list of pairs
    decided_by text not null
);
INSERT INTO "view_entry" VALUES(1,'2020-05-25T09:00:00.000000','saved','Monday','testing','[["area", "01T"]]','regional analyst');
CREATE TRIGGER entry_never_changes before update on entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER entry_never_goes before delete on entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER group_entry_never_changes before update on group_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER group_entry_never_goes before delete on group_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER mapping_entry_never_changes before update on mapping_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER mapping_entry_never_goes before delete on mapping_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER closing_entry_never_changes before update on closing_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER closing_entry_never_goes before delete on closing_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER note_entry_never_changes before update on note_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER note_entry_never_goes before delete on note_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER follow_up_entry_never_changes before update on follow_up_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER follow_up_entry_never_goes before delete on follow_up_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER told_count_entry_never_changes before update on told_count_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER told_count_entry_never_goes before delete on told_count_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER view_entry_never_changes before update on view_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER view_entry_never_goes before delete on view_entry
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER audit_never_changes before update on audit
begin select raise(abort, 'The journal is append-only.'); end;
CREATE TRIGGER audit_never_goes before delete on audit
begin select raise(abort, 'The journal is append-only.'); end;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('entry',2);
INSERT INTO "sqlite_sequence" VALUES('group_entry',1);
INSERT INTO "sqlite_sequence" VALUES('mapping_entry',1);
INSERT INTO "sqlite_sequence" VALUES('closing_entry',1);
INSERT INTO "sqlite_sequence" VALUES('note_entry',1);
INSERT INTO "sqlite_sequence" VALUES('follow_up_entry',1);
INSERT INTO "sqlite_sequence" VALUES('view_entry',1);
INSERT INTO "sqlite_sequence" VALUES('told_count_entry',1);
INSERT INTO "sqlite_sequence" VALUES('audit',10);
COMMIT;
PRAGMA user_version = 8;
