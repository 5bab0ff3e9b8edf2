-- How many events were ever written, as SQLite itself counts them.
select coalesce(max(seq), 0) as events
from sqlite_sequence
where name = 'audit';
