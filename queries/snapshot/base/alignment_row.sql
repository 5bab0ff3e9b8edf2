-- relation: alignment_row
-- grain: one row a line of an alignment file
-- parameters: none
-- columns: return_id, home_id, pcn, from_day, to_day (included)
select
    return_id,
    home_id,
    max(case when field = 'pcn_code' then answer end) as pcn,
    cast(max(case when field = 'from' then answer end) as date) as from_day,
    cast(max(case when field = 'to' then answer end) as date) as to_day
from facts
where kind = 'alignment'
group by return_id, sheet, "row", home_id
