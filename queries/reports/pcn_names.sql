-- relation: pcn_names
-- grain: one row a PCN, with the name that the newest return gives it
-- parameters: $everywhere, $permitted
-- columns: pcn, name
with ranked as (
    select
        p.pcn,
        p.name,
        row_number() over (partition by p.pcn order by v.known_from desc, p.return_id desc, p.name) as place
    from pcn_name as p
    inner join return_version as v on p.return_id = v.return_id
    where $everywhere or list_contains($permitted, v.submitter)
)

select
    pcn,
    name
from ranked
where place = 1
order by pcn
