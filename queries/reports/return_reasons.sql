-- relation: return_reasons
-- grain: one row a reason given for the queries of one code in an accepted version of a return
-- parameters: $everywhere, $permitted
-- columns: return_id, code, reason, findings
select
    v.return_id,
    f.code,
    f.reason,
    count(*) as findings
from return_version as v
inner join finding as f on v.return_id = f.return_id
where
    f.reason <> ''
    and ($everywhere or list_contains($permitted, v.submitter))
group by v.return_id, f.code, f.reason
order by v.return_id, f.code, f.reason
