-- relation: scope_home
-- grain: one row a home and week of a view: those of local authorities, of an own group, or for older people (rule 8)
-- parameters: $first, $last (weeks), $everywhere, $permitted, $older, $by_home (each home is a cut of its own), $cut_level (la, group, property
--             or ''), $property (size, la, home_type or a question that each home answers), $las, $group_code, $in_ccgs, $in_pcns, $in_las, $in_homes
-- columns: week, n, ccg, pcn, cut (the local authority's, the group's or the home's own code, a property's word, '' in a view of every area),
--          home_id, row_id (of the row that counts), beds (null: not said),
--          covered (its beds, 0 where bedless), bedless (1: the register gives it no number of beds)
select
    h.week,
    h.n,
    h.ccg,
    h.pcn,
    case
        when $by_home then h.home_id
        when $cut_level = 'la' then h.la
        when $cut_level = 'group' then $group_code
        when $cut_level <> 'property' then ''
        when $property = 'la' and h.la <> '' then h.la
        when $property = 'size' and h.beds >= 50 then '50 beds or more'
        when $property = 'size' and h.beds >= 25 then '25 to 49 beds'
        when $property = 'size' and h.beds >= 11 then '11 to 24 beds'
        when $property = 'size' and h.beds >= 0 then '1 to 10 beds'
        when $property = 'home_type' and r.home_type is not null then r.home_type
        when a.answer is not null then a.answer
        else 'not known'
    end as cut,
    h.home_id,
    h.row_id,
    h.beds,
    case when h.beds > 0 then h.beds else 0 end as covered,
    case when h.beds > 0 then 0 else 1 end as bedless
from home_week as h
left join home_row as r
    on
        h.row_id = r.row_id
        and $property = 'home_type'
left join home_answer as a
    on
        h.row_id = a.row_id
        and a.question = $property
where
    h.week between $first and $last
    and ($everywhere or list_contains($permitted, h.ccg))
    and (not $older or h.older_people = 'yes')
    and ($cut_level <> 'la' or list_contains($las, h.la))
    and (
        $cut_level not in ('group', 'property')
        or list_contains($in_ccgs, h.ccg)
        or list_contains($in_pcns, h.pcn)
        or list_contains($in_las, h.la)
        or list_contains($in_homes, h.home_id)
    )
