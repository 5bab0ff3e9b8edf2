-- One setting's value.
select value from setting where name = :name;
