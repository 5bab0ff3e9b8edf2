-- relation: lead_moves
-- grain: one row a (home, week) up to a week in which its own row first says whether it has a lead, or says something else than the row before
-- parameters: $week, $everywhere, $permitted
-- columns: home_id, week, lead (yes or no), lead_key (a keyed hash of the name; '' none given)
with said as (
    select
        e.home_id,
        e.week,
        max(case when a.question = 'clinical_lead' then a.answer end) as lead,
        coalesce(max(case when a.question = 'lead_name' then a.answer end), '') as lead_key
    from effective_row as e
    inner join home_answer as a on e.row_id = a.row_id
    where
        e.week <= $week
        and a.question in ('clinical_lead', 'lead_name')
        and ($everywhere or list_contains($permitted, e.ccg))
    group by e.home_id, e.week
),

followed as (
    select
        home_id,
        week,
        lead,
        lead_key,
        lag(lead) over (partition by home_id order by week) as lead_before,
        lag(lead_key) over (partition by home_id order by week) as key_before
    from said
    where lead in ('yes', 'no')
)

select
    home_id,
    week,
    lead,
    lead_key
from followed
where lead_before is null or lead <> lead_before or lead_key <> key_before
order by home_id, week
