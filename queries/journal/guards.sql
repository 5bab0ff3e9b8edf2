-- The triggers that keep entries and events from being changed, by name.
select name
from sqlite_master
where type = 'trigger'
order by name;
