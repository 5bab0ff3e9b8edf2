-- relation: measure_ccg
-- grain: one row a (measure, week, CCG): its parts added up, so that areas of whole CCGs add up few rows; one week lies together, since pages ask for weeks
-- parameters: none
-- columns: measure, week, ccg, cut_level, cut (all of one CCG together), registered, denominator, yes, no, not_applicable, not_answered, blank,
--          not_in_return, in_totals, no_return, carried, numerator, whole, homes_gave, and as 0 or 1: from_home_rows, from_area_rows, from_total, stated,
--          excess, sum_of_parts, first_register, no_register, rows_lacking
select
    p.measure,
    p.week,
    p.ccg,
    p.cut_level,
    p.cut,
    cast(sum(p.registered) as bigint) as registered,
    cast(sum(p.denominator) as bigint) as denominator,
    cast(sum(p.yes) as bigint) as yes,
    cast(sum(p.no) as bigint) as no,
    cast(sum(p.not_applicable) as bigint) as not_applicable,
    cast(sum(p.not_answered) as bigint) as not_answered,
    cast(sum(p.blank) as bigint) as blank,
    cast(sum(p.not_in_return) as bigint) as not_in_return,
    cast(sum(p.in_totals) as bigint) as in_totals,
    cast(sum(p.no_return) as bigint) as no_return,
    cast(sum(p.carried) as bigint) as carried,
    cast(sum(p.numerator) as bigint) as numerator,
    cast(sum(p.whole) as bigint) as whole,
    cast(sum(p.homes_gave) as bigint) as homes_gave,
    max(case when p.source = 'home rows' then 1 else 0 end) as from_home_rows,
    max(case when p.source = 'area rows' then 1 else 0 end) as from_area_rows,
    max(case when p.source = 'total' then 1 else 0 end) as from_total,
    max(p.stated) as stated,
    max(p.excess) as excess,
    max(p.sum_of_parts) as sum_of_parts,
    max(p.first_register) as first_register,
    max(p.no_register) as no_register,
    max(p.rows_lacking) as rows_lacking
from measure_part as p
inner join scope as o on p.week = o.week and p.ccg = o.ccg
group by p.measure, p.week, p.ccg, p.cut_level, p.cut
order by p.week, p.measure, p.ccg
