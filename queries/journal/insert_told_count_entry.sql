-- Append one decision about counts in the words of a form.
insert into told_count_entry (decided_at, action, number, la, week, item, homes, said_no, silent, words, decided_by, reason)
values (:decided_at, :action, :number, :la, :week, :item, :homes, :said_no, :silent, :words, :decided_by, :reason);
