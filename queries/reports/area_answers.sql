-- relation: area_answers
-- grain: one row a home that counts in an area or view in a week and question that its own row answers; a home that answers none has one row
-- parameters: $week, $questions, $basis (then or now), $code (of a region, STP, CCG or PCN), $older, $cut_level (la, group or ''),
--             $las, $in_ccgs, $in_pcns, $in_las, $in_homes, $everywhere, $permitted
-- columns: home_id, ccg, older_people (yes, no, null: the register tells it of no home), has_row (1: a return has a row for it), question, answer (null: none)
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
        h.home_id,
        h.ccg,
        case
            when h.older_people is not null then h.older_people
            when b.told = 1 then 'no'
        end as older_people,
        h.return_id
    from home_week as h
    cross join band as b
    left join pcn_now as n on h.pcn = n.pcn and $basis = 'now'
    left join placed as p on h.ccg = p.ccg
    where
        h.week = $week
        and ($everywhere or list_contains($permitted, h.ccg))
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
)

select
    h.home_id,
    h.ccg,
    h.older_people,
    case when h.return_id is null then 0 else 1 end as has_row,
    a.question,
    a.answer
from here as h
left join home_answer as a
    on
        h.return_id = a.return_id
        and h.home_id = a.home_id
        and list_contains($questions, a.question)
order by h.home_id, a.question
