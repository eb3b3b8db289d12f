create table applications (
  id bigint primary key,
  client_id text not null unique,
  secret_hash bytea not null,
  name text not null,
  website text not null default '',
  redirect_uris text[] not null,
  scopes text not null,                  -- space separated, as registered
  created_at timestamptz not null
);

-- Tokens are stored as SHA-256 only. Those made here are HMAC(secret key, "token:" || seed), so that the same
-- still-valid token can be handed out again; imported ones have no seed.
create table access_tokens (
  id bigint primary key,
  token_hash bytea not null unique,
  seed bytea,
  application_id bigint references applications on delete cascade,
  user_id bigint references users on delete cascade,
  scopes text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index access_tokens_user on access_tokens (user_id, application_id);
create index access_tokens_application on access_tokens (application_id);

create table authorization_codes (
  code_hash bytea primary key,
  application_id bigint not null references applications on delete cascade,
  user_id bigint not null references users on delete cascade,
  redirect_uri text not null,
  scopes text not null,
  code_challenge text not null default '',
  expires_at timestamptz not null,
  token_id bigint references access_tokens on delete set null  -- set once used: a second use revokes it
);

-- Browser sessions of the pages. The cookie holds the token, the table its hash.
create table web_sessions (
  id bigint primary key,
  session_hash bytea not null unique,
  user_id bigint not null references users on delete cascade,
  address inet,
  user_agent text not null default '',
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index web_sessions_user on web_sessions (user_id);
