-- A key that waits may take the place of one in use, which ends so long after the yes. Older journals say nothing of it.

alter table key_proposal add column replaces varchar(50);
alter table key_proposal add column overlap_seconds bigint;
alter table key_proposal add constraint rotation_whole check ((replaces is null and overlap_seconds is null)
  or (replaces is not null and overlap_seconds > 0));
