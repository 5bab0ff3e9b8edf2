-- relation: home_row
-- grain: one row a home that a home return has a row for
-- parameters: none
-- columns: row_id (its number, the same whenever and by whatever engine it is loaded: one after another, those of a return by home), return_id, home_id,
--          said_pcn (null where the row names none), said_beds, home_type, practices, other_pcns (both as written)
with homes as (
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
)

select
    v.rows_before + row_number() over (partition by h.return_id order by h.home_id) as row_id,
    h.return_id,
    h.home_id,
    h.said_pcn,
    h.said_beds,
    h.home_type,
    h.practices,
    h.other_pcns
from homes as h
inner join return_version as v on h.return_id = v.return_id
order by row_id
