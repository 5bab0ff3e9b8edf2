-- relation: pcn_name
-- grain: one row a PCN that a return names
-- parameters: none
-- columns: return_id, pcn, name
with lines as (
    select
        return_id,
        sheet,
        "row",
        max(case when field = 'pcn_code' then answer end) as pcn,
        max(case when field = 'pcn_name' then answer end) as name
    from facts
    where
        kind in ('home', 'area')
        and field in ('pcn_code', 'pcn_name')
    group by return_id, sheet, "row"
)

select
    return_id,
    pcn,
    max(name) as name
from lines
where
    pcn is not null
    and name is not null
    and name <> 'not applicable'
group by return_id, pcn
