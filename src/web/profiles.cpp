#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/timelines.hpp"
#include "visitor.hpp"

namespace dunlin::web {

namespace {

constexpr int posts_shown = 20;

/// Who asks for an activity gets the address of it: pages and activities have their own ids.
bool wants_activity(http::Request const& request) {
  auto const accept = request.header("accept");
  return accept.find("application/activity+json") != accept.npos || accept.find("application/ld+json") != accept.npos;
}

Reply to_activity(std::string const& uri) {
  return redirect(uri).with("Vary", "Accept");
}

/// A local account that is to be seen.
Account local_account(Call const& call, db::Tx& tx) {
  auto account = store::accounts::by_handle(tx, call.at("name"), "");
  if (!account) throw not_found();
  if (account->is_suspended()) throw Refusal(Refusal::Kind::gone, "This account is gone.");
  return *std::move(account);
}

void describe(Data& data, App& app, Account const& account) {
  data.set("name", account.display_name.empty() ? account.username : account.display_name);
  data.set("handle", "@" + account.username + "@" + app.config.local_domain);
  data.set("avatar", account.avatar_url.empty() ? "/avatars/original/missing.png" : account.avatar_url);
  data.set("profile", "/@" + account.username);
}

void describe(Data& data, Status const& status) {
  data.set("spoiler", status.spoiler_text).set("html", status.html).set("language", status.language);
  data.set("time", iso8601(status.created_at)).set("date", iso_date(status.created_at));
}

std::vector<Data> posts(Call const& call, db::Tx& tx, Account const& account) {
  store::timelines::AccountFilters const filters{.exclude_replies = true, .exclude_boosts = true};
  auto const ids = store::timelines::by_author(tx, account.id, AccountId{}, filters, {.limit = posts_shown});
  std::vector<Data> list;
  for (auto const& status : store::statuses_by_id(call.app.records, tx, ids)) {
    if (!status || !is_open(status->visibility)) continue;
    describe(list.emplace_back(), *status);
    list.back().set("page", "/@" + account.username + "/" + to_string(status->id));
  }
  return list;
}

Reply profile(Call const& call, db::Tx& tx) {
  auto const account = local_account(call, tx);
  if (wants_activity(call.request)) return to_activity(account.uri);
  Data data;
  describe(data, call.app, account);
  data.set("note", account.note);
  std::vector<Data> fields;
  for (auto const& field : account.fields) fields.emplace_back().set("field", field.name).set("value", field.value);
  data.set("fields", std::move(fields)).set("posts", posts(call, tx, account));
  data.set("statuses", std::to_string(account.statuses_count));
  data.set("following", std::to_string(account.following_count));
  data.set("followers", std::to_string(account.followers_count));
  auto const title = account.display_name.empty() ? "@" + account.username : account.display_name;
  return show(call.request, {.body = "profile.html", .title = title, .alternate = account.uri, .narrow = false},
              std::move(data));
}

Status status_of(Call const& call, db::Tx& tx, Account const& account) {
  auto status = store::statuses::find_visible(tx, call.id_at<StatusId>("id"), AccountId{});
  if (!status || status->author != account.id || status->boost_of) throw not_found();
  return *std::move(status);
}

Data describe_all(App& app, Account const& account, Status const& status) {
  Data data;
  describe(data, app, account);
  describe(data, status);
  std::vector<Data> media;
  for (auto const& item : status.media) media.emplace_back().set("url", item.url).set("description", item.description);
  data.set("media", std::move(media)).set("boosts", std::to_string(status.boosts_count));
  data.set("favourites", std::to_string(status.favourites_count));
  return data;
}

std::string title_of(Call const& call, Account const& account) {
  return words_for(call.request).say("page.status.title", {{"username", account.username}});
}

Reply status_page(Call const& call, db::Tx& tx) {
  auto const account = local_account(call, tx);
  auto const status = status_of(call, tx, account);
  if (wants_activity(call.request)) return to_activity(status.uri);
  auto data = describe_all(call.app, account, status);
  data.set("oembed", call.app.config.base_url() + "/api/oembed?url=" + http::percent_encode(status.url));
  return show(call.request, {.body = "status.html", .title = title_of(call, account), .alternate = status.uri},
              std::move(data));
}

/// The post alone, inside a frame of another website.
Reply status_embed(Call const& call, db::Tx& tx) {
  auto const account = local_account(call, tx);
  auto const status = status_of(call, tx, account);
  auto data = describe_all(call.app, account, status);
  data.set("page", status.url);
  return show_framed(call.request, {.body = "status.html", .title = title_of(call, account)}, std::move(data));
}

}  // namespace

void add_profiles(access::Routes& on) {
  on.get("/@:name", profile, {.who = access::Who::nobody});
  on.get("/@:name/:id", status_page, {.who = access::Who::nobody});
  on.get("/@:name/:id/embed", status_embed, {.who = access::Who::nobody});
}

}  // namespace dunlin::web
