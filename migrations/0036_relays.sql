-- Servers that hand public posts around among all that subscribed.
create table relays (
  id bigint primary key,
  inbox_url text not null unique,
  actor_uri text not null default '',    -- of a relay of the LitePub manner from the start, else known by its answer
  litepub boolean not null,              -- both sides announce by id; otherwise posts are handed on as they are
  follow_uri text not null,              -- of our Follow, by which its answer is known
  state smallint not null default 0,     -- 0 asked, 1 accepted, 2 refused
  created_at timestamptz not null
);
create index relays_actor on relays (actor_uri);
