#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "card_rows.hpp"
#include "dunlin/domain/reaction.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/rows.hpp"
#include "dunlin/platform/db/statement.hpp"

// How statuses stand in rows: shared by the files that read them.

// What read_status() reads, in its order. Mentions, tags and media come along in the same row.
#define STATUS_COLUMNS                                                                                        \
  "s.id, s.author_id, s.uri, s.url, s.local, s.text, s.html, s.spoiler_text, s.sensitive, s.visibility, "     \
  "s.local_only, s.reply_groups, s.language, s.in_reply_to_id, s.in_reply_to_account_id, s.in_reply_to_uri, " \
  "s.conversation_id, "                                                                                       \
  "s.boost_of_id, s.application_id, ap.name, ap.website, s.emojis, s.created_at, s.edited_at, s.updated_at, " \
  "st.replies_count, st.boosts_count, st.favourites_count, "                                                  \
  "exists (select from statuses r where r.in_reply_to_id = s.id and r.deleted_at is null), "                  \
  "array(select account_id from mentions where status_id = s.id and not silent order by account_id), "        \
  "array(select account_id from mentions where status_id = s.id and silent order by account_id), "            \
  "array(select v from status_tags x join tags t on t.id = x.tag_id, "                                        \
  "unnest(array[t.id::text, t.name, t.display_name]) with ordinality as u(v, n) where x.status_id = s.id "    \
  "order by t.id, n), "                                                                                       \
  "(select json_agg(" MEDIA_JSON                                                                              \
  "order by m.position, m.id) from media m where m.status_id = s.id and not m.former), "                      \
  "(select " POLL_JSON                                                                                        \
  "from polls p where p.status_id = s.id), "                                                                  \
  "s.quote_policy, q.quoted_id, q.quoted_account_id, q.state, st.quotes_count, " CARD_OF_STATUS ", st.reactions "

#define STATUS_FROM                                                   \
  "from statuses s left join status_stats st on st.status_id = s.id " \
  "left join applications ap on ap.id = s.application_id "            \
  "left join quotes q on q.status_id = s.id "

// What read_media() reads.
#define MEDIA_JSON                                                                                           \
  "json_build_array(m.id, m.account_id, m.kind, m.type, m.url, m.preview_url, m.remote_url, m.description, " \
  "m.blurhash, m.width, m.height, m.focus_x, m.focus_y, m.state, m.meta) "

// What read_poll() reads.
#define POLL_JSON                                                          \
  "json_build_array(p.id, p.options, p.votes, p.multiple, p.hide_totals, " \
  "(extract(epoch from p.expires_at) * 1000)::bigint, p.voters_count) "

// What read_votes() reads: the options somebody chose in the poll of a status.
#define VOTES(account, status)                                                                       \
  "(select v.choices from polls p join poll_votes v on v.poll_id = p.id and v.account_id = " account \
  " where p.status_id = " status ") "

namespace dunlin::store {

/// The question behind every page of statuses. It stands here so that bench/ can put it to PostgreSQL alone.
inline constexpr db::Statement find_many_sql{
    "statuses.find_many",
    "select " STATUS_COLUMNS STATUS_FROM "where s.id = any($1::bigint[]) and s.deleted_at is null", true};

Status read_status(db::Row const& row);
std::vector<Media> read_media(std::string_view json);
std::optional<Poll> read_poll(std::string_view json);
/// Null for empty text.
std::shared_ptr<std::vector<Reaction> const> read_reactions(std::string_view json);
std::vector<int> read_votes(db::Row const& row, int column);

}  // namespace dunlin::store
