-- relation: alignment_claims
-- grain: one row a (home, PCN) of the homes that the newest alignment file gives to two PCNs in a week
-- parameters: $week, $everywhere, $permitted
-- columns: home_id, pcn, file_name (of the alignment file)
with newest_file as (
    select
        a.home_id,
        a.return_id,
        v.file_name,
        row_number() over (partition by a.home_id order by v.known_from desc, a.return_id desc) as place
    from (select distinct home_id, return_id from alignment_row) as a
    inner join return_version as v on a.return_id = v.return_id
    where v.known_to is null
)

select distinct
    h.home_id,
    a.pcn,
    f.file_name
from home_week as h
inner join newest_file as f on h.home_id = f.home_id and f.place = 1
inner join alignment_row as a on f.return_id = a.return_id and f.home_id = a.home_id
where
    h.week = $week
    and h.aligned_by = 'claimed by two'
    and ($everywhere or list_contains($permitted, h.ccg))
    and (a.from_day is null or a.from_day <= h.week)
    and (a.to_day is null or a.to_day >= h.week)
order by h.home_id, a.pcn, f.file_name
