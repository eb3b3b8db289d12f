-- Emoji of this server's own. Those of others stand in the posts and profiles that show them.
create table custom_emojis (
  shortcode text primary key,
  file text not null,                       -- key in the storage
  type text not null,                       -- "image/png"
  category text not null default '',
  listed boolean not null default true,     -- in pickers; the others can be typed by who knows them
  created_at timestamptz not null,
  updated_at timestamptz not null
);
