-- relation: la_words
-- grain: one row a text of a standing LA return: beside an action (support_text, issues), or beneath a heading (narrative)
-- parameters: $everywhere
-- columns: la_code, week, item ('narrative': beneath a heading), part (support_text, issues; of a narrative the focus), text, return_id
select
    v.submitter as la_code,
    v.week,
    a.item,
    a.part,
    a.answer as text,
    v.return_id
from return_version as v
inner join la_answer as a on v.return_id = a.return_id
where
    v.kind = 'la'
    and $everywhere
    and v.known_to is null
    and (a.item = 'narrative' or a.part in ('support_text', 'issues'))
    and a.answer <> ''
order by v.submitter, v.week, a.item, a.part, a.answer
