-- relation: named_lead_by_ccg, homes with a named clinical lead by CCG, the newest week first
-- grain: one row a (week, CCG)
-- parameters: none
-- columns: week, name, yes, homes (all that the measure applies to), not_answered
select f.week, a.name, f.yes, f.denominator - f.not_applicable as homes, f.not_answered
from figures as f
inner join areas as a on f.code = a.code
where f.measure = 'named_lead' and f.level = 'ccg' and f.within = ''
order by f.week desc, a.name
