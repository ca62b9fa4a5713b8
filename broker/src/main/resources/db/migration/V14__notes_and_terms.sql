-- What people write on sessions. Older journals hold none of it, so nothing has to be built anew.

-- place: of the event in the journal, which orders them.
create table session_note (
  session_id varchar(28) not null references ssh_session (id),
  place bigint not null,
  author varchar(63) not null,
  noted_at timestamp(6) with time zone not null,
  body varchar(1000) not null,
  primary key (session_id, place),
  constraint note_says_something check (body <> '')
);

-- What whoever came by the invitation agreed to. Null also for those who came before this was kept here: the journal has it.
alter table invitation add column terms varchar(64);
