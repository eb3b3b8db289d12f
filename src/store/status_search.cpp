#include "dunlin/store/status_search.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "dunlin/domain/sanitise.hpp"
#include "dunlin/domain/words.hpp"
#include "ids_of.hpp"

namespace dunlin::store::status_search {
namespace {

constexpr std::size_t most_words = 2000;  // of one status
constexpr std::size_t most_value_bytes = 64;

constexpr db::Statement put_sql{"status_search.put", R"sql(
  insert into status_search (status_id, author_id, words) values ($1, $2, $3::tsvector)
  on conflict (status_id) do update set words = excluded.words
)sql"};
constexpr db::Statement remove_sql{"status_search.remove", "delete from status_search where status_id = $1"};
constexpr db::Statement missing_sql{"status_search.missing", R"sql(
  select s.id from statuses s
  where s.id < $1 and s.deleted_at is null and s.boost_of_id is null
    and not exists (select from status_search x where x.status_id = s.id)
  order by s.id desc limit $2
)sql"};
constexpr db::Statement of_author_sql{"status_search.of_author", R"sql(
  select x.status_id from status_search x
  where x.author_id = $1 and x.status_id < $2 and x.words @@ $3::tsquery
  order by x.status_id + 0 desc limit $4
)sql"};

// Words differ too much for one plan to fit all: each question is planned for its own.
constexpr db::Statement plan_each_time_sql{"status_search.plan_each_time", "set plan_cache_mode = force_custom_plan"};
constexpr db::Statement plan_as_usual_sql{"status_search.plan_as_usual", "set plan_cache_mode = auto"};

// The newest are looked at by themselves: a word that many statuses have is found there often enough, and one that is
// not is rare among the others too.
constexpr db::Statement edge_sql{"status_search.edge", R"sql(
  select status_id from status_search where status_id < $1 and status_id > $2 order by status_id desc offset 20000 limit 1
)sql"};

// $1 the words, $2 viewer, $3 and $4 bound the ids, $5 how many. The "+ 0" keeps the planner from walking all statuses
// by id in the hope of meeting the words.
#define SHOWN                                                                                     \
  "and x.status_id < $3 and x.status_id > $4 "                                                    \
  "and not exists (select from blocks b where (b.account_id = $2 and b.target_id = x.author_id) " \
  "or (b.account_id = x.author_id and b.target_id = $2)) "                                        \
  "and not exists (select from mutes m where m.account_id = $2 and m.target_id = x.author_id "    \
  "and (m.expires_at is null or m.expires_at > now())) order by x.status_id + 0 desc limit $5"
constexpr db::Statement open_sql{"status_search.open",
                                 "select x.status_id from status_search x join accounts a on a.id = x.author_id "
                                 "where x.words @@ $1::tsquery and a.indexable and a.suspended_at is null " SHOWN};
constexpr db::Statement named_sql{"status_search.named",
                                  "select x.status_id from status_search x where x.words @@ $1::tsquery " SHOWN};
constexpr db::Statement kept_sql{
    "status_search.kept",
    "select x.status_id from (select status_id from favourites where account_id = $2 "
    "union select status_id from bookmarks where account_id = $2 "
    "union select boost_of_id from statuses where author_id = $2 and boost_of_id is not null and deleted_at is null) k "
    "join status_search x on x.status_id = k.status_id where x.words @@ $1::tsquery " SHOWN};

/// As PostgreSQL reads a lexeme in a tsvector or a tsquery.
std::string lexeme_quoted(std::string_view lexeme) {
  std::string text = "'";
  for (char const c : lexeme) {
    if (c == '\'' || c == '\\') text += c;
    text += c;
  }
  return text + '\'';
}

std::string mark(std::string_view kind, std::string_view value) {
  return lexeme_quoted("=" + std::string(kind) + ":" + std::string(value.substr(0, most_value_bytes)));
}

bool has_link(std::string_view html) {
  for (auto at = html.find("<a "); at != html.npos; at = html.find("<a ", at + 1)) {
    auto const tag = html.substr(at, html.find('>', at) - at);
    if (!tag.contains("mention") && !tag.contains("hashtag")) return true;
  }
  return false;
}

void add_media(std::string& to, Status const& status) {
  if (status.media.empty()) return;
  to += " " + mark("has", "media");
  for (auto const& media : status.media) {
    auto const* const kind = media.kind == MediaKind::image   ? "image"
                             : media.kind == MediaKind::gifv  ? "video"
                             : media.kind == MediaKind::video ? "video"
                             : media.kind == MediaKind::audio ? "audio"
                                                              : "media";
    to += " " + mark("has", kind);
  }
}

/// What may be asked of a status besides its words.
std::string marks(Status const& status, Account const& author) {
  std::string text = "'=any' " + mark("from", to_string(status.author));
  if (status.visibility == Visibility::public_ && author.indexable) text += " '=open'";
  for (auto const& mention : status.mentions) text += " " + mark("to", to_string(mention.account));
  add_media(text, status);
  if (status.poll) text += " " + mark("has", "poll");
  if (has_link(status.html.text())) text += " " + mark("has", "link") + " " + mark("has", "embed");
  if (status.in_reply_to || !status.in_reply_to_uri.empty()) text += " " + mark("is", "reply");
  if (status.sensitive) text += " " + mark("is", "sensitive");
  if (status.local) text += " " + mark("is", "local");
  if (!status.language.empty()) text += " " + mark("language", status.language.substr(0, status.language.find('-')));
  return text;
}

std::string searchable_text(Status const& status) {
  auto text = status.spoiler_text + "\n" + plain_text(status.html.text());
  for (auto const& media : status.media) text += "\n" + media.description;
  if (status.poll)
    for (auto const& option : status.poll->options) text += "\n" + option.title;
  return text;
}

/// "'two' <-> 'words'".
std::string phrase(std::vector<Word> const& words) {
  std::string text;
  for (auto const& word : words)
    text += (text.empty() ? "" : " <-> ") + lexeme_quoted(word.text) + (word.beginning ? ":*" : "");
  return "(" + text + ")";
}

/// The query's conditions; empty when none.
std::string conditions(Question const& question) {
  std::string text;
  std::size_t from = 0;
  for (auto const& condition : question.query.conditions) {
    using Kind = Condition::Kind;
    std::string one;
    if (condition.kind == Kind::words) one = phrase(condition.words);
    if (condition.kind == Kind::from) one = mark("from", to_string(question.from.at(from++)));
    if (condition.kind == Kind::has) one = mark("has", condition.value);
    if (condition.kind == Kind::is) one = mark("is", condition.value);
    if (condition.kind == Kind::language) one = mark("language", condition.value);
    text += (text.empty() ? "" : " & ") + std::string(condition.negated ? "!" : "") + one;
  }
  if (question.author) text += (text.empty() ? "" : " & ") + mark("from", to_string(question.author));
  return text;
}

std::string together(std::string const& conditions, std::string const& more) {
  return conditions.empty() ? more : "(" + conditions + ") & " + more;
}

std::int64_t id_of(std::chrono::sys_days day) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(day.time_since_epoch()).count() << 16;
}

}  // namespace

void put(Tx& tx, Status const& status, Account const& author) {
  if (status.boost_of) return;
  auto text = marks(status, author);
  // PostgreSQL counts positions to 16,383 only; what stands behind is found, but not in phrases.
  for (auto const& word : words_of(searchable_text(status), most_words))
    text += " " + lexeme_quoted(word.text) + ":" + std::to_string(word.position);
  tx.execute(put_sql, status.id, status.author, text);
}

void remove(Tx& tx, StatusId status) {
  tx.execute(remove_sql, status);
}

std::vector<StatusId> find(Tx& tx, AccountId viewer, Question const& question) {
  auto const asked = conditions(question);
  auto const& query = question.query;
  std::int64_t below = question.below ? question.below.value : std::numeric_limits<std::int64_t>::max();
  std::int64_t above = question.above.value;
  if (query.to_day) below = std::min(below, id_of(*query.to_day));
  if (query.from_day) above = std::max(above, id_of(*query.from_day) - 1);
  auto const most = question.limit + question.offset;
  std::vector<StatusId> found;
  auto const add = [&](db::Statement const& sql, std::string const& words, std::int64_t to, std::int64_t from) {
    tx.execute(plan_each_time_sql);
    for (auto const row : tx.query(sql, words, viewer, to, from, most)) found.push_back(row.get<StatusId>(0));
    tx.execute(plan_as_usual_sql);
  };
  if (query.scope != StatusQuery::Scope::library) {
    auto const open = together(asked, "'=open'");
    auto const edges = tx.query(edge_sql, below, above);
    auto const edge = edges.empty() ? above : edges[0].get<std::int64_t>(0);
    add(open_sql, open, below, edge);
    if (std::ssize(found) < most && edge > above) add(open_sql, open, edge + 1, above);
  }
  if (query.scope != StatusQuery::Scope::everybody) {
    auto const me = to_string(viewer);
    add(named_sql, together(asked, "(" + mark("from", me) + " | " + mark("to", me) + ")"), below, above);
    add(kept_sql, asked.empty() ? "'=any'" : asked, below, above);
  }
  std::ranges::sort(found, std::ranges::greater(), &StatusId::value);
  auto const same = std::ranges::unique(found);
  found.erase(same.begin(), same.end());
  found.erase(found.begin(), found.begin() + std::min<std::ptrdiff_t>(question.offset, std::ssize(found)));
  if (std::ssize(found) > question.limit) found.resize(static_cast<std::size_t>(question.limit));
  return found;
}

std::vector<StatusId> missing(Tx& tx, StatusId below, int limit) {
  return ids_of<StatusId>(tx.query(missing_sql, below, limit));
}

std::vector<StatusId> of_author(Tx& tx, AccountId author, StatusId below, int limit) {
  return ids_of<StatusId>(tx.query(of_author_sql, author, below, mark("from", to_string(author)), limit));
}

#undef SHOWN

}  // namespace dunlin::store::status_search
