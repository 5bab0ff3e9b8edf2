-- relation: home_row
-- grain: one row a home that a home return has a row for
-- parameters: none
-- columns: return_id, home_id, said_pcn (null where the row names none), said_beds, home_type, practices, other_pcns (both as written)
select
    return_id,
    home_id,
    max(case when field = 'pcn_code' then answer end) as said_pcn,
    max(case when field = 'beds' then number end) as said_beds,
    max(case when field = 'home_type' then answer end) as home_type,
    max(case when field = 'practices' then answer end) as practices,
    max(case when field = 'other_pcn_codes' then answer end) as other_pcns
from facts
where kind = 'home' and home_id <> ''
group by return_id, home_id
