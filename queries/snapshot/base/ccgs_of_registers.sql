-- relation: ccgs_of_registers
-- grain: one row a CCG's code that any register gives to a home
-- parameters: none
-- columns: ccg
select distinct h.ccg
from register_home as h
inner join return_version as v on h.return_id = v.return_id
where h.ccg is not null
order by h.ccg
