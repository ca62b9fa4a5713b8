-- API tokens. Not a projection of the journal, which has no hashes: no migration empties this table, and a database that is
-- lost takes its tokens with it. Events of the journal only ever take from it.

create table api_token (
  id varchar(12) primary key,
  -- SHA-256 of the secret, hex.
  hash varchar(64) not null,
  -- Without a reference to the person: the projection is emptied and built anew without them.
  person varchar(63) not null,
  title varchar(60) not null,
  scopes varchar(100) not null,
  creator varchar(63) not null,
  created_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null,
  last_used timestamp(6) with time zone,
  revoked_at timestamp(6) with time zone,
  constraint one_secret_one_token unique (hash),
  constraint token_hash check (char_length(hash) = 64),
  constraint token_ends check (expires_at > created_at)
);

create index api_token_person on api_token (person);
