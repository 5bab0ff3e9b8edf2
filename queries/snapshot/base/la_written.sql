-- relation: la_written
-- grain: one row a way in which registers write a local authority
-- parameters: none
-- columns: la_code, la_name (both as written, null where blank)
select distinct
    la_code,
    la_name
from register_home
order by la_code, la_name
