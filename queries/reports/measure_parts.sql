-- relation: measure_parts
-- grain: one row a (measure, CCG, part, PCN) of a week: the prepared figures, before they are added up
-- parameters: $week, $measures, $everywhere, $permitted
-- columns: measure, ccg, part, pcn, source, denominator, yes, no, not_applicable, not_answered, carried, numerator, whole, homes_gave
select
    measure,
    ccg,
    part,
    pcn,
    source,
    denominator,
    yes,
    no,
    not_applicable,
    not_answered,
    carried,
    numerator,
    whole,
    homes_gave
from measure_part
where
    week = $week
    and list_contains($measures, measure)
    and ($everywhere or list_contains($permitted, ccg))
order by measure, ccg, part, pcn
