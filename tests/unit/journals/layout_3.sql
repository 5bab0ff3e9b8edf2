-- A journal as the program of layout 3 wrote it, invented entries.
BEGIN TRANSACTION;
CREATE TABLE entry (
    seq integer primary key autoincrement,
    decided_at text not null,          -- UTC, 2020-05-20T15:59:59.000000, never going back
    action text not null check (action in ('accepted', 'refused', 'held', 'unchanged', 'withdrawn')),
    kind text not null,
    submitter text not null,
    week text,                         -- the week's last day; a register's effective date; null for an alignment
    nil integer not null default 0,
    return_seq integer,                -- of a withdrawal: the entry that it withdraws
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
CREATE TABLE layout (version integer not null);
INSERT INTO "layout" VALUES(1);
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
CREATE TABLE setting (
    name text primary key,
    value text not null
);
INSERT INTO "setting" VALUES('name_key','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "setting" VALUES('last_snapshot','12');
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('entry',2);
INSERT INTO "sqlite_sequence" VALUES('group_entry',1);
INSERT INTO "sqlite_sequence" VALUES('mapping_entry',1);
COMMIT;
