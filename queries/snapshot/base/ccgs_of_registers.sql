-- relation: ccgs_of_registers
-- grain: one row a CCG's code that any register gives to a home
-- parameters: none
-- columns: ccg
select distinct ccg
from register_home
where ccg is not null
order by ccg
