-- What policy changes made of sessions that ran, and the policy that waits for a second person. Older journals hold none of the
-- first, and what they say waits has been forgotten, so nothing has to be built anew.

create table session_judgement (
  session_id varchar(28) not null references ssh_session (id),
  place bigint not null,
  body text not null,
  followed_at timestamp(6) with time zone,
  primary key (session_id, place)
);

-- At most one.
create table policy_proposal (
  hash varchar(64) primary key,
  place bigint not null,
  proposed_at timestamp(6) with time zone not null,
  git_commit varchar(64),
  operator_user varchar(200)
);
