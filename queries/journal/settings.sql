-- Every setting that is stored, by name.
select name, value
from setting
order by name;
