-- relation: scope_home
-- grain: one row a home and week of a view: those of local authorities, of an own group, or for older people (rule 8)
-- parameters: $first, $last (weeks), $everywhere, $permitted, $older, $by_home (each home is a cut of its own), $cut_level (la, group or ''),
--             $las, $group_code, $in_ccgs, $in_pcns, $in_las, $in_homes
-- columns: week, n, ccg, pcn, cut (the local authority's, the group's or the home's own code, '' in a view of every area), home_id, return_id, beds
select
    week,
    n,
    ccg,
    pcn,
    case
        when $by_home then home_id
        when $cut_level = 'la' then la
        when $cut_level = 'group' then $group_code
        else ''
    end as cut,
    home_id,
    return_id,
    beds
from home_week
where
    week between $first and $last
    and ($everywhere or list_contains($permitted, ccg))
    and (not $older or older_people = 'yes')
    and ($cut_level <> 'la' or list_contains($las, la))
    and (
        $cut_level <> 'group'
        or list_contains($in_ccgs, ccg)
        or list_contains($in_pcns, pcn)
        or list_contains($in_las, la)
        or list_contains($in_homes, home_id)
    )
