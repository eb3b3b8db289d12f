#include "status.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "account.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "media.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::statuses::View;
using Accounts = std::unordered_map<AccountId, std::shared_ptr<Account const>>;

/// What stands where a client looks for the text.
enum class Body { html, typed };

template <class Tag>
void write_or_null(JsonWriter& json, std::string_view name, Id<Tag> id) {
  json.key(name);
  if (id)
    json.value(id);
  else
    json.value(nullptr);
}

void write_mentions(JsonWriter& json, Status const& status, Accounts const& accounts) {
  json.array_member("mentions", [&] {
    for (auto const& mention : status.mentions) {
      auto const found = accounts.find(mention.account);
      if (mention.silent || found == accounts.end() || !found->second) continue;
      auto const& account = *found->second;
      json.object([&] {
        json.member("id", account.id);
        json.member("username", account.username);
        json.member("url", account.url.empty() ? account.uri : account.url);
        json.member("acct", account.acct());
      });
    }
  });
}

void write_tags(JsonWriter& json, App const& app, Status const& status) {
  json.array_member("tags", [&] {
    for (auto const& tag : status.tags)
      json.object([&] {
        json.member("name", tag.name);
        json.member("url", hashtag_url(app.config.base_url(), tag.name));
      });
  });
}

void write_application(JsonWriter& json, Status const& status) {
  if (status.application_name.empty()) return;
  json.object_member("application", [&] {
    json.member("name", status.application_name);
    json.key("website");
    if (status.application_website.empty())
      json.value(nullptr);
    else
      json.value(status.application_website);
  });
}

void write_counts(JsonWriter& json, Status const& status) {
  json.member("replies_count", status.replies_count);
  json.member("reblogs_count", status.boosts_count);
  json.member("favourites_count", status.favourites_count);
  json.member("quotes_count", 0);
}

/// The members that are the same for every viewer, without account and reblog.
std::string render_members(App const& app, Status const& status, Accounts const& accounts, Body body) {
  JsonWriter json(1024 + status.html.text().size() * 2);
  json.begin_object();
  json.member("id", status.id);
  json.member("created_at", status.created_at);
  write_or_null(json, "in_reply_to_id", status.in_reply_to);
  write_or_null(json, "in_reply_to_account_id", status.in_reply_to_account);
  json.member("sensitive", status.sensitive);
  json.member("spoiler_text", status.spoiler_text);
  json.member("visibility", to_text(status.visibility));
  json.key("language");
  if (status.language.empty())
    json.value(nullptr);
  else
    json.value(status.language);
  json.member("uri", status.uri);
  json.member("url", status.url.empty() ? status.uri : status.url);
  write_counts(json, status);
  json.member("edited_at", status.edited_at);
  if (body == Body::html)
    json.member("content", status.html.text());
  else
    json.member("text", status.local ? status.text : plain_text(status.html.text()));
  write_application(json, status);
  write_media(json, "media_attachments", status.media);
  write_mentions(json, status, accounts);
  write_tags(json, app, status);
  write_emojis(json, "emojis", status.emojis);
  json.array_member("tagged_collections", [] {});
  for (auto const* name : {"quote", "card", "poll"}) json.member(name, nullptr);
  json.object_member("quote_approval", [&] {
    json.array_member("automatic", [] {});
    json.array_member("manual", [] {});
    json.member("current_user", "denied");
  });
  if (status.local) json.member("local_only", status.local_only);
  return json.take().substr(1);
}

std::string piece_name(StatusId id) {
  return "status:" + to_string(id);
}

/// One status with all that is needed to write it.
struct Part {
  std::shared_ptr<Status const> status;
  Piece members;
  Piece author;
};
struct Shown {
  View view;
  Part status;
  Part original;  // of a boost
};

/// Finds what many statuses need at once: accounts of authors and of those who are named.
class Gathering {
 public:
  Gathering(App& app, db::Tx& tx) : app_(app), tx_(tx), stamp_(app.records.pieces.stamp()) {}

  void add(Part& part) {
    auto const& status = *part.status;
    accounts_.try_emplace(status.author);
    part.members = app_.records.pieces.find(piece_name(status.id));
    if (!part.members) add_mentions(status);
    parts_.push_back(&part);
  }
  /// One whose record is newer than anything in memory.
  void add_fresh(Part& part) {
    accounts_.try_emplace(part.status->author);
    add_mentions(*part.status);
    parts_.push_back(&part);
  }

  /// Asks for what is missing and renders what was not rendered yet.
  void finish(Body body = Body::html) {
    read_accounts();
    for (auto* part : parts_) {
      auto const& author = accounts_[part->status->author];
      if (author) part->author = account(app_, *author);
      if (part->members) continue;
      part->members = std::make_shared<std::string const>(render_members(app_, *part->status, accounts_, body));
      // As with accounts: only what is rendered from the record in memory may be kept.
      if (app_.records.statuses.find(part->status->id) == part->status)
        app_.records.pieces.put(piece_name(part->status->id), part->members, part->members->size(), stamp_);
    }
  }

 private:
  void add_mentions(Status const& status) {
    for (auto const& mention : status.mentions)
      if (!mention.silent) accounts_.try_emplace(mention.account);
  }

  void read_accounts() {
    std::vector<AccountId> ids, destinations;
    for (auto const& [id, account] : accounts_) ids.push_back(id);
    auto const records = store::accounts_by_id(app_.records, tx_, ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      accounts_[ids[i]] = records[i];
      if (records[i] && records[i]->moved_to) destinations.push_back(records[i]->moved_to);
    }
    // Held until everything is rendered: account() looks for them in memory.
    if (!destinations.empty()) moved_ = store::accounts_by_id(app_.records, tx_, destinations);
  }

  App& app_;
  db::Tx& tx_;
  std::uint64_t stamp_;
  Accounts accounts_;
  std::vector<std::shared_ptr<Account const>> moved_;
  std::vector<Part*> parts_;
};

/// Whole statuses for these views, those that vanished meanwhile left out.
std::vector<Shown> gather(App& app, db::Tx& tx, std::vector<View> const& views) {
  Gathering gathering(app, tx);
  std::vector<StatusId> ids, originals;
  ids.reserve(views.size());
  for (auto const& view : views) ids.push_back(view.id);
  auto const records = store::statuses_by_id(app.records, tx, ids);
  for (auto const& record : records)
    if (record && record->boost_of) originals.push_back(record->boost_of);
  auto const boosted = originals.empty() ? std::vector<std::shared_ptr<Status const>>{}
                                         : store::statuses_by_id(app.records, tx, originals);
  std::vector<Shown> shown;
  shown.reserve(views.size());
  for (std::size_t i = 0, next = 0; i < records.size(); ++i) {
    if (!records[i]) continue;
    std::shared_ptr<Status const> original;
    if (records[i]->boost_of && !(original = boosted[next++])) continue;
    shown.push_back({views[i], {records[i]}, {std::move(original)}});
  }
  for (auto& one : shown) {
    gathering.add(one.status);
    if (one.original.status) gathering.add(one.original);
  }
  gathering.finish();
  std::erase_if(shown,
                [](Shown const& one) { return !one.status.author || (one.original.status && !one.original.author); });
  return shown;
}

void write_view(JsonWriter& json, AccountId viewer, Status const& status, View const& view) {
  json.member("favourited", view.favourited);
  json.member("reblogged", view.boosted);
  json.member("muted", view.muted);
  json.member("bookmarked", view.bookmarked);
  if (status.author == viewer && !status.boost_of && status.visibility <= Visibility::private_)
    json.member("pinned", view.pinned);
  json.array_member("filtered", [] {});
}

void write(JsonWriter& json, AccountId viewer, Shown const& shown) {
  auto const write_part = [&](Part const& part, auto&& reblog) {
    json.object([&] {
      json.raw_members(*part.members);
      if (viewer) write_view(json, viewer, *part.status, shown.view);
      json.key("account");
      json.raw(*part.author);
      json.key("reblog");
      reblog();
    });
  };
  auto const nothing = [&] { json.value(nullptr); };
  write_part(shown.status, [&] {
    if (shown.original.status)
      write_part(shown.original, nothing);
    else
      nothing();
  });
}

std::size_t size_of(Shown const& shown) {
  std::size_t size = 160;
  for (auto const* part : {&shown.status, &shown.original})
    if (part->status) size += part->members->size() + part->author->size() + 160;
  return size;
}

std::string render(AccountId viewer, Shown const& shown) {
  JsonWriter json(size_of(shown));
  write(json, viewer, shown);
  return json.take();
}

std::string render_fresh(App& app, db::Tx& tx, AccountId viewer, Status const& status, Status const* original,
                         Body body) {
  auto const views = store::statuses::views(tx, viewer, std::array{status.id});
  Shown shown{views.empty() ? View{.id = status.id} : views[0], {std::make_shared<Status const>(status)}, {}};
  Gathering gathering(app, tx);
  gathering.add_fresh(shown.status);
  if (original) {
    shown.original.status = std::make_shared<Status const>(*original);
    gathering.add_fresh(shown.original);
  }
  gathering.finish(body);
  if (!shown.status.author || (original && !shown.original.author)) throw not_found();
  return render(viewer, shown);
}

}  // namespace

StatusList status_list(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  auto const shown = gather(app, tx, store::statuses::views(tx, viewer, ids));
  std::size_t size = 16;
  for (auto const& one : shown) size += size_of(one);
  StatusList list;
  JsonWriter json(size);
  json.array([&] {
    for (auto const& one : shown) {
      write(json, viewer, one);
      list.shown.push_back(one.view.id);
    }
  });
  list.json = json.take();
  return list;
}

std::optional<std::string> status(App& app, db::Tx& tx, AccountId viewer, StatusId id) {
  auto const shown = gather(app, tx, store::statuses::views(tx, viewer, std::array{id}));
  if (shown.empty()) return std::nullopt;
  return render(viewer, shown[0]);
}

std::vector<std::string> statuses(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  std::vector<std::string> all(ids.size());
  std::unordered_map<StatusId, std::string> rendered;
  for (auto const& one : gather(app, tx, store::statuses::views(tx, viewer, ids)))
    rendered.emplace(one.view.id, render(viewer, one));
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (auto const found = rendered.find(ids[i]); found != rendered.end()) all[i] = found->second;
  return all;
}

std::string fresh_status(App& app, db::Tx& tx, AccountId viewer, Status const& status, Status const* original) {
  return render_fresh(app, tx, viewer, status, original, Body::html);
}

std::string deleted_status(App& app, db::Tx& tx, AccountId viewer, Status const& status) {
  return render_fresh(app, tx, viewer, status, nullptr, Body::typed);
}

std::string status_history(App& app, db::Tx& tx, Status const& status) {
  auto versions = store::statuses::history(tx, status.id);
  versions.push_back({.html = status.html,
                      .spoiler_text = status.spoiler_text,
                      .sensitive = status.sensitive,
                      .media = status.media,
                      .created_at = status.edited_at.value_or(status.created_at)});
  auto const author = accounts(app, tx, std::array{status.author})[0];
  if (!author) throw not_found();
  JsonWriter json;
  json.array([&] {
    for (auto const& version : versions)
      json.object([&] {
        json.member("content", version.html.text());
        json.member("spoiler_text", version.spoiler_text);
        json.member("sensitive", version.sensitive);
        json.member("created_at", version.created_at);
        json.key("account");
        json.raw(*author);
        write_media(json, "media_attachments", version.media);
        write_emojis(json, "emojis", status.emojis);
      });
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
