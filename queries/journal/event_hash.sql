-- The hash of the event of one number.
select hash from audit where seq = :seq;
