-- relation: alignment_weeks
-- grain: one row a (week, CCG): homes that count there, and those aligned to no PCN
-- parameters: $basis (then or now), $everywhere, $permitted
-- columns: week, ccg (on the basis asked for), homes, not_aligned (those claimed by two included), claimed_by_two
select
    h.week,
    coalesce(b.code, h.ccg) as ccg,
    count(*) as homes,
    cast(sum(case when h.pcn = '' then 1 else 0 end) as bigint) as not_aligned,
    cast(sum(case when h.aligned_by = 'claimed by two' then 1 else 0 end) as bigint) as claimed_by_two
from home_week as h
left join area_of_ccg as b on h.ccg = b.ccg and b.basis = $basis and b.level = 'ccg'
where $everywhere or list_contains($permitted, h.ccg)
group by h.week, coalesce(b.code, h.ccg)
order by h.week, ccg
