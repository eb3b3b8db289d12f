#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/rows.hpp"

// How statuses stand in rows: shared by the files that read them.

// What read_status() reads, in its order. Mentions, tags and media come along in the same row.
#define STATUS_COLUMNS                                                                                           \
  "s.id, s.author_id, s.uri, s.url, s.local, s.text, s.html, s.spoiler_text, s.sensitive, s.visibility, "        \
  "s.local_only, s.language, s.in_reply_to_id, s.in_reply_to_account_id, s.in_reply_to_uri, s.conversation_id, " \
  "s.boost_of_id, s.application_id, ap.name, ap.website, s.emojis, s.created_at, s.edited_at, s.updated_at, "    \
  "st.replies_count, st.boosts_count, st.favourites_count, "                                                     \
  "array(select account_id from mentions where status_id = s.id and not silent order by account_id), "           \
  "array(select account_id from mentions where status_id = s.id and silent order by account_id), "               \
  "array(select v from status_tags x join tags t on t.id = x.tag_id, "                                           \
  "unnest(array[t.id::text, t.name, t.display_name]) with ordinality as u(v, n) where x.status_id = s.id "       \
  "order by t.id, n), "                                                                                          \
  "(select json_agg(" MEDIA_JSON "order by m.position, m.id) from media m where m.status_id = s.id) "

#define STATUS_FROM                                                   \
  "from statuses s left join status_stats st on st.status_id = s.id " \
  "left join applications ap on ap.id = s.application_id "

// What read_media() reads.
#define MEDIA_JSON                                                                                           \
  "json_build_array(m.id, m.account_id, m.kind, m.type, m.url, m.preview_url, m.remote_url, m.description, " \
  "m.blurhash, m.width, m.height, m.focus_x, m.focus_y) "

// Whether the viewer $1 (0 for anonymous) may see the status `s`, whose author is `a`. Sub-selects behind an "or"
// are only looked at where they matter, and keep the planner from ordering a dozen joins.
#define VISIBLE_TO_1(s, a)                                                                               \
  s ".deleted_at is null and " a ".suspended_at is null and (" s ".visibility in (0, 1) or " s           \
    ".author_id = $1 "                                                                                   \
    "or ($1::bigint <> 0 and (exists (select from mentions where status_id = " s                         \
    ".id and account_id = $1) "                                                                          \
    "or (" s ".visibility = 2 and exists (select from follows where follower_id = $1 and target_id = " s \
    ".author_id))))) and (not " s ".local_only or " s                                                    \
    ".author_id = $1 or exists (select from accounts where id = $1 and domain is null)) "                \
    "and ($1::bigint = 0 or " s                                                                          \
    ".author_id = $1 or not (exists (select from blocks where account_id = $1 and target_id = " s        \
    ".author_id) or exists (select from blocks where account_id = " s ".author_id and target_id = $1))) "

// The same for `s` and, where it is a boost, for what it boosts: `o` by `oa`.
#define JOIN_FOR_VISIBLE                                                                \
  "join accounts a on a.id = s.author_id left join statuses o on o.id = s.boost_of_id " \
  "left join accounts oa on oa.id = o.author_id "
#define BOTH_VISIBLE_TO_1 VISIBLE_TO_1("s", "a") "and (s.boost_of_id is null or (" VISIBLE_TO_1("o", "oa") ")) "

namespace dunlin::store {

Status read_status(db::Row const& row);
std::vector<Media> read_media(std::string_view json);
std::vector<Emoji> read_emojis(std::string_view json);
std::string to_json(std::vector<Emoji> const& emojis);

}  // namespace dunlin::store
