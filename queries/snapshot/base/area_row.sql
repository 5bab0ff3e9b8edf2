-- relation: area_row
-- grain: one row a PCN (or the CCG itself: pcn '') of an area return
-- parameters: none
-- columns: return_id, pcn, homes (as stated, null where blank)
select
    return_id,
    pcn_code as pcn,
    max(case when field = 'homes' then number end) as homes
from facts
where kind = 'area'
group by return_id, pcn_code
