-- relation: rule_finding
-- grain: one row a thing that the rules of counting found in a week: it is counted as the rule says, and told
-- parameters: none
-- columns: week, ccg, code, pcn, home_id, message
select distinct
    week,
    ccg,
    'excess_homes' as code,
    pcn,
    '' as home_id,
    case
        when part = 'pcn'
            then 'The area return counts more homes of ' || pcn || ' than the ' || registered || ' on the register there: its own count is used where it is the source.'
        else 'The CCG total counts more homes than the register: its own count is used where it is the source.'
    end as message
from part_item
where excess = 1

union all

select distinct
    week,
    ccg,
    'negative_remainder' as code,
    '' as pcn,
    '' as home_id,
    'The PCNs state more homes in all than the register has left for them: the remainder counts as 0, and the CCG is the sum of its parts.' as message
from part_item
where negative = 1

union all

select
    t.week,
    t.ccg,
    'total_differs' as code,
    '' as pcn,
    '' as home_id,
    'The CCG total for "' || l.label || '" (' || t.homes || ' homes) says something else than its parts ('
    || t.parts_homes || ' homes): the parts count.' as message
from ccg_total as t
inner join label as l on t.item = l.id
where
    t.counts = 0
    and t.differs = 1
    and t.carried = 0

union all

select
    h.week,
    h.ccg,
    'claimed_by_two' as code,
    '' as pcn,
    h.home_id,
    'Home ' || h.home_id || ' is claimed by two PCNs in the alignment file: it is not aligned until that is settled.' as message
from home_week as h
inner join scope as o on h.week = o.week and h.ccg = o.ccg
where h.aligned_by = 'claimed by two'

union all

select
    h.week,
    h.ccg,
    'alignment_conflict' as code,
    h.pcn,
    h.home_id,
    'Home ' || h.home_id || ': the return says ' || h.said_pcn || ', the alignment file says ' || h.pcn || '. The file counts.' as message
from home_week as h
inner join scope as o on h.week = o.week and h.ccg = o.ccg
where
    h.aligned_by = 'file'
    and h.said_pcn is not null
    and h.said_pcn <> h.pcn

union all

select
    e.week,
    e.ccg,
    'home_not_registered' as code,
    '' as pcn,
    e.home_id,
    'Home ' || e.home_id || ', sent by ' || e.sender || ', is not on the register of that day: it is counted nowhere.' as message
from effective_row as e
inner join scope as o on e.week = o.week and e.ccg = o.ccg
inner join week_register as g on e.week = g.week
left join register_week_home as r on e.week = r.week and e.home_id = r.home_id
where r.home_id is null

union all

select
    r.week,
    r.ccg,
    'home_of_other_ccg' as code,
    '' as pcn,
    w.home_id,
    'Home ' || w.home_id || ' was sent by ' || s.ccg || ', the register has it in ' || r.ccg
    || case when e.return_id = s.return_id then '. It counts there.' else '. Its own CCG sent it too, and that row counts.' end as message
from standing_return as s
inner join home_row as w on s.return_id = w.return_id
inner join register_week_home as r on s.week = r.week and w.home_id = r.home_id
inner join scope as o on r.week = o.week and r.ccg = o.ccg
left join effective_row as e on s.week = e.week and w.home_id = e.home_id
where s.kind = 'home' and s.ccg <> r.ccg

union all

select distinct
    r.week,
    r.ccg,
    'pair_unequal' as code,
    r.pcn,
    '' as home_id,
    'The area return gives "' || lp.label || '" and "' || lw.label || '" over different numbers of homes ('
    || p.number || ' and ' || w.number || '): the pair is left out.' as message
from area_row_week as r
inner join scope as o on r.week = o.week and r.ccg = o.ccg
inner join area_answer as p on r.return_id = p.return_id and r.pcn = p.pcn and p.part = 'homes'
inner join item as i on p.question = i.question and i.shape = 'pair'
inner join area_answer as w
    on
        r.return_id = w.return_id
        and r.pcn = w.pcn
        and w.part = 'homes'
        and i.whole = w.question
inner join label as lp on i.question = lp.id
inner join label as lw on i.whole = lw.id
where p.number <> w.number

union all

select
    x.week,
    x.ccg,
    'cumulative_fell' as code,
    x.pcn,
    x.home_id,
    'Home ' || x.home_id || ': "' || l.label || '" fell from ' || x.before || ' to ' || x.number || ', and a count to date cannot fall.' as message
from (
    select
        h.week,
        h.ccg,
        h.pcn,
        h.home_id,
        a.question,
        a.number,
        b.number as before,
        row_number() over (partition by h.week, h.home_id, a.question order by e.n desc) as place
    from scope_home as h
    inner join home_answer as a on h.row_id = a.row_id
    inner join cumulative_question as c on a.question = c.question
    inner join age as g on g.age > 0
    inner join effective_row as e on h.home_id = e.home_id and h.n - g.age = e.n
    inner join home_answer as b
        on
            e.row_id = b.row_id
            and a.question = b.question
    where a.number is not null and b.number is not null
) as x
inner join label as l on x.question = l.id
where x.place = 1 and x.number < x.before

union all

select
    s.week,
    s.ccg,
    'nil_with_answers' as code,
    '' as pcn,
    '' as home_id,
    'There is a nil return beside one with answers: the answers count.' as message
from standing_return as s
inner join scope as o on s.week = o.week and s.ccg = o.ccg
where
    s.kind in ('home', 'area')
group by s.week, s.ccg
having max(case when s.nil then 1 else 0 end) = 1 and max(case when s.nil then 0 else 1 end) = 1
