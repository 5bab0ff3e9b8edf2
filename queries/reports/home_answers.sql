-- relation: home_answers
-- grain: one row a (measure, home) that answers: what the home itself says, in a view whose cuts are homes (open_homes)
-- parameters: $measures
-- columns: measure, home_id, carried (0 or 1), homes (1 where it answers), yes, no, not_applicable, numerator, whole
select
    m.measure,
    s.cut as home_id,
    max(s.carried) as carried,
    cast(sum(s.homes) as bigint) as homes,
    cast(sum(case when w.state = 'yes' then s.amount else 0 end) as bigint) as yes,
    cast(sum(case when w.state = 'no' then s.amount else 0 end) as bigint) as no,
    cast(sum(case when w.state = 'not applicable' then s.amount else 0 end) as bigint) as not_applicable,
    cast(sum(case when w.state = 'with' then s.amount else 0 end) as bigint) as numerator,
    cast(sum(case when w.state in ('with', 'without') then s.amount else 0 end) as bigint) as whole
from said as s
inner join measure_item as m on s.item = m.item
inner join measure_word as w on m.measure = w.measure and s.word = w.word
where
    s.side = 'home rows'
    and m.kind in ('homes', 'composite', 'people', 'stock')
    and list_contains($measures, m.measure)
group by m.measure, s.cut
order by m.measure, s.cut
