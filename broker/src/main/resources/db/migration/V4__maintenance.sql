-- Declared maintenance: which targets, with the group that owned each then. And where a request came from.

create table maintenance (
  id varchar(12) primary key,
  declarer varchar(63) not null,
  starts_at timestamp(6) with time zone not null,
  ends_at timestamp(6) with time zone not null,
  reason varchar(2000) not null,
  declared_at timestamp(6) with time zone not null,
  ended_at timestamp(6) with time zone,
  constraint maintenance_span check (starts_at < ends_at)
);

create index maintenance_by_end on maintenance (ends_at);

create table maintenance_target (
  maintenance varchar(12) not null references maintenance (id) on delete cascade,
  target varchar(63) not null,
  owner_group varchar(63) not null,
  primary key (maintenance, target)
);

alter table access_request add column source varchar(45);
