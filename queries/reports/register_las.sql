-- relation: register_las
-- grain: one row a local authority: what its newest form up to a week says, and what the register and the CCGs' home rows hold there
-- parameters: $week, $everywhere, $permitted
-- columns: la ('' : homes whose local authority is not known), form_week (null: no form), said (its total, null: left blank),
--          counted_week (the week for which homes are counted: the form's, or $week where there is none of that week), effective,
--          registered (homes on the register there), with_row (of those, with a row of a home return that counts), in_totals (of those
--          without a row, homes whose PCN has a row of totals), ccgs (in which they stand)
with forms as (
    select
        v.submitter as la,
        v.week,
        v.return_id,
        row_number() over (partition by v.submitter order by v.week desc, v.known_from desc, v.return_id desc) as place
    from return_version as v
    where
        v.kind = 'la'
        and $everywhere
        and v.week <= $week
        and v.known_to is null
),

las as (
    select distinct la
    from register_week_home
    where week = $week

    union

    select la from forms
),

compared as (
    select
        l.la,
        f.week as form_week,
        t.number as said,
        coalesce(w.week, $week) as counted_week
    from las as l
    left join forms as f on l.la = f.la and f.place = 1
    left join la_answer as t on f.return_id = t.return_id and t.item = 'total_homes'
    left join week_register as w on f.week = w.week
)

select
    c.la,
    c.form_week,
    cast(max(c.said) as bigint) as said,
    c.counted_week,
    max(g.effective) as effective,
    count(h.home_id) as registered,
    cast(coalesce(sum(case when h.row_id is not null then 1 else 0 end), 0) as bigint) as with_row,
    cast(coalesce(sum(case when h.home_id is not null and h.row_id is null and a.pcn is not null then 1 else 0 end), 0) as bigint) as in_totals,
    count(distinct h.ccg) as ccgs
from compared as c
left join week_register as g on c.counted_week = g.week
left join home_week as h on c.counted_week = h.week and c.la = h.la and g.week is not null and ($everywhere or list_contains($permitted, h.ccg))
left join area_row_week as a on h.week = a.week and h.ccg = a.ccg and h.pcn = a.pcn and h.pcn <> ''
group by c.la, c.form_week, c.counted_week
having count(h.home_id) > 0 or max(c.form_week) is not null
order by c.la
