-- Whether any return was ever accepted (1), told by the first that is found: every page asks.
select exists(select 1 from entry where action = 'accepted') as accepted;
