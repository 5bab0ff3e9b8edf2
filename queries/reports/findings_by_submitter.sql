-- relation: findings_by_submitter
-- grain: one row a submitter and a code of what was found in its home and area returns, those refused or held too
-- parameters: $first, $last (weeks), $everywhere, $permitted
-- columns: ccg, code, severity (the gravest), files (returns in which it was found), weeks, findings
with decided as (
    select
        return_id,
        submitter,
        week
    from return_version
    where
        kind in ('home', 'area')
        and week between $first and $last
    union all
    select
        return_id,
        submitter,
        week
    from not_accepted
    where
        kind in ('', 'home', 'area')
        and week between $first and $last
)

select
    d.submitter as ccg,
    f.code,
    min(f.severity) as severity,
    count(distinct d.return_id) as files,
    count(distinct d.week) as weeks,
    count(*) as findings
from decided as d
inner join finding as f on d.return_id = f.return_id
where
    f.severity in ('error', 'query')
    and ($everywhere or list_contains($permitted, d.submitter))
group by d.submitter, f.code
order by d.submitter, f.code
