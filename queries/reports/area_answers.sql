-- relation: area_answers
-- grain: one row a (CCG, band, row or none, answer to the one question, answer to the other) of the homes that count in an area or view in a week
-- parameters: $week, $one, $other (questions, '' for none), $by_ccg (CCGs apart), $every_home, $homes (else these alone), $basis (then or now),
--             $code (of a region, STP, CCG or PCN), $older, $cut_level (la, group or ''), $las, $in_ccgs, $in_pcns, $in_las, $in_homes,
--             $everywhere, $permitted
-- columns: ccg ('' where they are together), older_people (yes, no, null: the register tells it of no home), has_row (1: a return has a row for
--          it), one, other (the answers of the homes' own rows, null: none), homes
with placed as (
    select ccg from area_of_ccg
    where basis = $basis and code = $code
),

-- A register that tells the band of any home leaves it blank where it is no.
band as (
    select max(case when older_people is null then 0 else 1 end) as told
    from home_week
    where week = $week
),

here as (
    select
        h.row_id,
        case when $by_ccg then h.ccg else '' end as ccg,
        case
            when h.older_people is not null then h.older_people
            when b.told = 1 then 'no'
        end as older_people
    from home_week as h
    cross join band as b
    left join pcn_now as n on h.pcn = n.pcn and $basis = 'now'
    left join placed as p on h.ccg = p.ccg
    where
        h.week = $week
        and ($everywhere or list_contains($permitted, h.ccg))
        and ($every_home or list_contains($homes, h.home_id))
        and (not $older or h.older_people = 'yes')
        and (
            ($cut_level = '' and (p.ccg is not null or coalesce(n.code, h.pcn) = $code))
            or ($cut_level = 'la' and list_contains($las, h.la))
            or (
                $cut_level = 'group'
                and (
                    list_contains($in_ccgs, h.ccg)
                    or list_contains($in_pcns, h.pcn)
                    or list_contains($in_las, h.la)
                    or list_contains($in_homes, h.home_id)
                )
            )
        )
),

said as (
    select
        h.ccg,
        h.older_people,
        case when h.row_id is null then 0 else 1 end as has_row,
        a.answer as one,
        b.answer as other
    from here as h
    left join home_answer as a on h.row_id = a.row_id and a.question = $one
    left join home_answer as b on h.row_id = b.row_id and b.question = $other
)

select
    ccg,
    older_people,
    has_row,
    one,
    other,
    count(*) as homes
from said
group by ccg, older_people, has_row, one, other
order by ccg, older_people, has_row, one, other
