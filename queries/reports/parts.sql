-- relation: parts
-- grain: one row a part of a CCG in any week: where its figures can stand
-- parameters: $everywhere, $permitted
-- columns: ccg, pcn ('' homes not aligned, and answers not attributed to a PCN)
select
    ccg,
    pcn
from part
where ($everywhere or list_contains($permitted, ccg))
group by ccg, pcn
order by ccg, pcn
