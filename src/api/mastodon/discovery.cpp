// Finding people: the directory, suggestions, followers that one knows.
#include <algorithm>
#include <string>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/endorsements.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/discovery.hpp"
#include "entities/account.hpp"
#include "pages.hpp"
#include "resources.hpp"
#include "searching.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::size_t most_ids = 40;
constexpr int most_familiar = 40;                     // of one account
constexpr char const* v1_deprecated = "@1621209600";  // 2021-05-17, Mastodon 3.4

Reply directory(Call const& call, Tx& tx) {
  store::discovery::Directory const wanted{.newest = call.params.text("order") == "new",
                                           .local = call.params.flag("local").value_or(false),
                                           .limit = read_limit(call.params, accounts_page),
                                           .offset = read_offset(call.params)};
  auto const ids = store::discovery::directory(tx, call.viewer(), wanted);
  return access::json(entities::account_list(call.app, tx, ids));
}

std::vector<store::discovery::Suggestion> suggested(Call const& call, Tx& tx) {
  return store::discovery::suggestions(tx, call.viewer(), read_limit(call.params, accounts_page),
                                       read_offset(call.params));
}

std::vector<AccountId> ids_of(std::vector<store::discovery::Suggestion> const& suggestions) {
  std::vector<AccountId> ids;
  for (auto const& suggestion : suggestions) ids.push_back(suggestion.account);
  return ids;
}

Reply suggestions_v1(Call const& call, Tx& tx) {
  return access::json(entities::account_list(call.app, tx, ids_of(suggested(call, tx))))
      .with("Deprecation", v1_deprecated);
}

char const* name_of(store::discovery::Source source) {
  return source == store::discovery::Source::friends_of_friends ? "friends_of_friends" : "most_followed";
}

/// The one word that older clients know.
char const* old_name_of(store::discovery::Source source) {
  return source == store::discovery::Source::friends_of_friends ? "past_interactions" : "global";
}

Reply suggestions(Call const& call, Tx& tx) {
  auto const found = suggested(call, tx);
  auto const accounts = entities::accounts(call.app, tx, ids_of(found));
  JsonWriter json(64 + found.size() * 1700);
  json.array([&] {
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!accounts[i]) continue;
      json.object([&] {
        json.member("source", old_name_of(found[i].sources.front()));
        json.array_member("sources", [&] {
          for (auto const source : found[i].sources) json.value(name_of(source));
        });
        json.key("account");
        json.raw(*accounts[i]);
      });
    }
  });
  return access::json(json.take());
}

Reply dismiss(Call const& call, Tx& tx) {
  actions::dismiss_suggestion(call.app, tx, call.viewer(), call.id_at<AccountId>("account_id"));
  return access::json("{}");
}

Reply familiar_followers(Call const& call, Tx& tx) {
  auto const texts = call.params.texts("id");
  if (texts.size() > most_ids) throw invalid("too many ids");
  std::vector<AccountId> ids;
  for (auto const& text : texts)
    if (auto const id = parse_id<AccountId>(text)) ids.push_back(*id);
  auto const found = store::discovery::familiar_followers(tx, call.viewer(), ids, most_familiar);
  std::vector<AccountId> all;
  for (auto const& one : found) all.insert(all.end(), one.followers.begin(), one.followers.end());
  auto const accounts = entities::accounts(call.app, tx, all);
  JsonWriter json(64 + all.size() * 1700);
  std::size_t next = 0;
  json.array([&] {
    for (auto const& one : found)
      json.object([&] {
        json.member("id", one.account);
        json.array_member("accounts", [&] {
          for (auto left = one.followers.size(); left > 0; --left)
            if (auto const& piece = accounts[next++]) json.raw(*piece);
        });
      });
  });
  return access::json(json.take());
}

}  // namespace

void add_discovery(access::Routes& on) {
  on.get("/api/v1/directory", directory, {.anonymous = true});
  on.get("/api/v1/suggestions", suggestions_v1, {.needs = "read:accounts"});
  on.get("/api/v2/suggestions", suggestions, {.needs = "read:accounts"});
  on.del("/api/v1/suggestions/:account_id", dismiss, {.needs = "write:accounts"});
  on.get("/api/v1/accounts/familiar_followers", familiar_followers, {.needs = "read:follows"});
}

}  // namespace dunlin::api::mastodon
