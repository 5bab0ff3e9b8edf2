-- relation: returns_in
-- grain: one row a version of a return that the snapshot was made from
-- parameters: none
-- columns: return_id, facts, ended_by
select
    return_id,
    facts,
    ended_by
from return_version
order by return_id
