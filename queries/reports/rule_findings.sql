-- relation: rule_findings
-- grain: one row a thing that the rules of counting found in a week
-- parameters: $week, $everywhere, $permitted
-- columns: ccg, code, pcn, home_id, message
select
    ccg,
    code,
    pcn,
    home_id,
    message
from rule_finding
where
    week = $week
    and ($everywhere or list_contains($permitted, ccg))
order by ccg, code, pcn, home_id, message
