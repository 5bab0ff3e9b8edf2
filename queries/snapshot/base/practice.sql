-- relation: practice
-- grain: one row a line of a code list that says in which PCN a practice is
-- parameters: none
-- columns: return_id, practice, name, ccg, pcn, pcn_ccg (the CCG that the line gives to the PCN), from_day, to_day (included)
select
    return_id,
    max(case when field = 'code' then answer end) as practice,
    max(case when field = 'name' then answer end) as name,
    max(case when field = 'ccg' then answer end) as ccg,
    max(case when field = 'pcn' then answer end) as pcn,
    max(case when field = 'pcn_ccg' then answer end) as pcn_ccg,
    cast(max(case when field = 'from' then answer end) as date) as from_day,
    cast(max(case when field = 'to' then answer end) as date) as to_day
from facts
where kind = 'areas' and part = 'practice'
group by return_id, sheet, "row"
