-- Accounts for automation: who answers for them, how long they live and where they come from. Older journals have none.
-- elsewhere: where their key was last refused, because it is none of their networks.

create table service_account (
  person varchar(63) primary key references person (name) on delete cascade,
  owner_name varchar(63) not null,
  ends_at timestamp(6) with time zone not null,
  networks varchar(1000) not null,
  elsewhere_source varchar(45),
  elsewhere_at timestamp(6) with time zone,
  constraint elsewhere_whole check ((elsewhere_source is null) = (elsewhere_at is null))
);

alter table person_hold drop constraint known_hold;
alter table person_hold add constraint known_hold
  check (hold in ('departed', 'dormant', 'account', 'roster', 'suspended', 'owner', 'ended'));
