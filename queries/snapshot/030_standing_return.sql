-- relation: standing_return
-- grain: one row a return that stands (rule 13)
-- parameters: none
-- columns: return_id, kind, ccg (the submitter), week, n, nil, received_at, known_from
select
    v.return_id,
    v.kind,
    v.submitter as ccg,
    v.week,
    w.n,
    v.nil,
    v.received_at,
    v.known_from
from return_version as v
left join week as w on v.week = w.week
where v.known_to is null
