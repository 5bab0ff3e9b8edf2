-- code: ccg_of_few_rows
-- severity: query
-- kinds: home
-- from: 2020-05-01
-- to:
-- needs: several
-- grain: one row a CCG with few homes in a file beside one with many whose code is one character away
-- wording: {Cell}: {value} has {homes} of the file's homes, {other_ccg} has {other_homes}, and the two codes are one
--     character apart. Check the code.
-- columns: kind, submitter, week, sheet, row, column, field, value, homes, other_ccg, other_homes
with senders as (
    select
        facts.kind,
        facts.submitter,
        facts.week,
        min(facts.sheet) as sheet,
        min(facts.row) as row,
        count(*) as homes
    from facts
    where facts.kind = 'home' and facts.field = 'home_id'
    group by facts.kind, facts.submitter, facts.week
),

cells as (
    select
        senders.kind,
        senders.submitter,
        senders.week,
        senders.sheet,
        senders.row,
        senders.homes,
        coalesce(facts."column", 0) as "column"
    from senders
    left join facts
        on
            senders.kind = facts.kind
            and senders.sheet = facts.sheet
            and senders.row = facts.row
            and facts.field = 'ccg_code'
)

select
    few.kind,
    few.submitter,
    few.week,
    few.sheet,
    few.row,
    few."column",
    'ccg_code' as field,
    few.submitter as value,
    few.homes,
    many.submitter as other_ccg,
    many.homes as other_homes
from cells as few
inner join cells as many on few.week = many.week and few.submitter <> many.submitter
where
    few.homes * 10 <= many.homes
    and length(few.submitter) = length(many.submitter)
    and levenshtein(few.submitter, many.submitter) = 1
order by few.sheet, few.row
