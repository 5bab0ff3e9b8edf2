-- relation: practices
-- grain: one row a line of the newest standing code list that names a practice
-- parameters: $everywhere, $permitted
-- columns: practice, name, ccg, pcn, pcn_ccg, from_day, to_day (included), file_name
with lines as (
    select
        p.practice,
        p.name,
        p.ccg,
        p.pcn,
        p.pcn_ccg,
        p.from_day,
        p.to_day,
        v.file_name,
        dense_rank() over (partition by p.practice order by v.known_from desc, v.return_id desc) as place
    from practice as p
    inner join return_version as v on p.return_id = v.return_id
    where v.known_to is null
)

select
    practice,
    name,
    ccg,
    pcn,
    pcn_ccg,
    from_day,
    to_day,
    file_name
from lines
where
    place = 1
    and ($everywhere or list_contains($permitted, ccg))
order by practice, from_day, pcn
