-- relation: register_home
-- grain: one row a home of a register version
-- parameters: none
-- columns: return_id, home_id, name, ccg, commissioning_ccg, la_code, la_name, beds, start_date, end_date, dormant, older_people, postcode, uprn, address, provider_id
select
    return_id,
    home_id,
    max(case when field = 'name' then answer end) as name,
    max(case when field = 'ccg' then answer end) as ccg,
    max(case when field = 'commissioning_ccg' then answer end) as commissioning_ccg,
    max(case when field = 'la_code' then answer end) as la_code,
    max(case when field = 'la_name' then answer end) as la_name,
    max(case when field = 'beds' then number end) as beds,
    cast(max(case when field = 'start_date' then answer end) as date) as start_date,
    cast(max(case when field = 'end_date' then answer end) as date) as end_date,
    max(case when field = 'dormant' then answer end) as dormant,
    max(case when field = 'older_people' then answer end) as older_people,
    max(case when field = 'postcode' then answer end) as postcode,
    max(case when field = 'uprn' then answer end) as uprn,
    max(case when field = 'address' then answer end) as address,
    max(case when field = 'provider_id' then answer end) as provider_id
from facts
where kind = 'register'
group by return_id, home_id
