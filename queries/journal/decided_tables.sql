-- The tables of decided entries, by name: each of their entries has an event.
select name
from sqlite_master
where type = 'table' and (name = 'entry' or name like '%\_entry' escape '\')
order by name;
