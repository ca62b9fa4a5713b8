-- Who answers for providers, how their people come and stay. Older journals say nothing of it.

alter table organisation add column sponsor varchar(63);
alter table organisation add column roster_every bigint;
alter table organisation add constraint roster_has_time check (roster_every is null or roster_every > 0);

create table organisation_entry (
  organisation varchar(39) not null references organisation (name) on delete cascade,
  kind varchar(10) not null,
  place smallint not null,
  entry varchar(253) not null,
  primary key (organisation, kind, place),
  constraint known_entry check (kind in ('contact', 'domain', 'group'))
);

-- token_hash is that of the link given out last; null before there is one. Without references: what was invited stays on record.
create table invitation (
  id varchar(12) primary key,
  provider varchar(39) not null,
  mail varchar(254) not null,
  full_name varchar(200) not null,
  inviter varchar(63) not null,
  invited_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null,
  confirmer varchar(63),
  token_hash varchar(64),
  state varchar(10) not null,
  person varchar(63),
  closed_at timestamp(6) with time zone,
  constraint invitation_state check (state in ('proposed', 'open', 'accepted', 'withdrawn', 'refused', 'expired')),
  constraint open_is_confirmed check (state not in ('open', 'accepted') or confirmer is not null),
  constraint accepted_by_somebody check ((state = 'accepted') = (person is not null)),
  constraint one_link_each unique (token_hash)
);

create index invitation_by_state on invitation (state, provider);

create table invitation_group (
  invitation varchar(12) not null references invitation (id) on delete cascade,
  group_name varchar(63) not null,
  primary key (invitation, group_name)
);

-- due_at: when the provider's people lapse unless they are confirmed before.
create table roster (
  provider varchar(39) primary key references organisation (name) on delete cascade,
  begun_at timestamp(6) with time zone not null,
  confirmed_at timestamp(6) with time zone,
  confirmed_by varchar(63)
);
