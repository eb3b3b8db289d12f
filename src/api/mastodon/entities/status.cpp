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
#include "dunlin/store/statuses.hpp"
#include "dunlin/store/views.hpp"
#include "filtered.hpp"
#include "interaction_policy.hpp"
#include "media.hpp"
#include "poll.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::views::View;
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
  for (auto const* name : {"quote", "card"}) json.member(name, nullptr);
  json.object_member("quote_approval", [&] {
    json.array_member("automatic", [] {});
    json.array_member("manual", [] {});
    json.member("current_user", "denied");
  });
  if (status.local) {
    json.member("local_only", status.local_only);
    write_interaction_policy(json, status);
  }
  return json.take().substr(1);
}

std::string piece_name(StatusId id) {
  return "status:" + to_string(id);
}

/// One status with all that is needed to write it.
struct Part {
  std::shared_ptr<Status const> status;
  std::shared_ptr<Account const> author;
  Piece members, account;
};
struct Shown {
  Part status;
  Part original;  // of a boost
  store::Deeds deeds;
  std::string filtered;  // empty for an empty list
  Timestamp now;
};

/// Renders what of these was not rendered yet. What that needs of other accounts is asked for at once; without a
/// database to ask, false is the answer when anything is missing.
class Rendering {
 public:
  Rendering(App& app, db::Tx* tx, Body body) : app_(app), tx_(tx), body_(body), stamp_(app.records.pieces.stamp()) {}

  void add(Part& part, bool fresh) {
    if (!fresh) part.members = app_.records.pieces.find(piece_name(part.status->id));
    parts_.push_back(&part);
  }

  bool run() {
    if (!find_accounts()) return false;
    for (auto* part : parts_) {
      part->account = account(app_, *part->author);
      if (part->members) continue;
      part->members = std::make_shared<std::string const>(render_members(app_, *part->status, accounts_, body_));
      // As with accounts: only what is rendered from the record in memory may be kept.
      if (app_.records.statuses.find(part->status->id) == part->status)
        app_.records.pieces.put(piece_name(part->status->id), part->members, part->members->size(), stamp_);
    }
    return true;
  }

 private:
  /// Who is named in what must be rendered, and where authors moved to.
  bool find_accounts() {
    std::vector<AccountId> ids;
    for (auto const* part : parts_) {
      if (part->author->moved_to) ids.push_back(part->author->moved_to);
      if (part->members) continue;
      for (auto const& mention : part->status->mentions)
        if (!mention.silent) ids.push_back(mention.account);
    }
    if (ids.empty()) return true;
    if (!tx_) return false;
    auto const records = store::accounts_by_id(app_.records, *tx_, ids);
    // Held until everything is rendered: account() looks for them in memory.
    for (std::size_t i = 0; i < ids.size(); ++i) accounts_[ids[i]] = records[i];
    return true;
  }

  App& app_;
  db::Tx* tx_;
  Body body_;
  std::uint64_t stamp_;
  Accounts accounts_;
  std::vector<Part*> parts_;
};

/// Nothing when a database would have to be asked and there is none.
std::optional<std::vector<Shown>> rendered(App& app, db::Tx* tx, AccountId viewer, std::vector<View> views) {
  Filtering const filtering(app, tx, viewer);
  if (!filtering.known()) return std::nullopt;
  std::vector<Shown> shown;
  shown.reserve(views.size());
  for (auto& view : views) {
    auto filtered = filtering.of(view.status, view.original);
    shown.push_back({{std::move(view.status), std::move(view.author), {}, {}},
                     {std::move(view.original), std::move(view.original_author), {}, {}},
                     std::move(view.deeds),
                     std::move(filtered),
                     app.clock.now()});
  }
  Rendering rendering(app, tx, Body::html);
  for (auto& one : shown) {
    rendering.add(one.status, false);
    if (one.original.status) rendering.add(one.original, false);
  }
  if (!rendering.run()) return std::nullopt;
  return shown;
}

std::vector<Shown> read(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  return *rendered(app, &tx, viewer, store::views::read(app.records, tx, viewer, ids));
}

void write_deeds(JsonWriter& json, AccountId viewer, Status const& status, Shown const& shown) {
  auto const& deeds = shown.deeds;
  json.member("favourited", deeds.favourited);
  json.member("reblogged", deeds.boosted);
  json.member("muted", deeds.muted);
  json.member("bookmarked", deeds.bookmarked);
  if (status.author == viewer && !status.boost_of && status.visibility <= Visibility::private_)
    json.member("pinned", deeds.pinned);
  json.key("filtered");
  json.raw(shown.filtered.empty() ? "[]" : shown.filtered);
}

void write(JsonWriter& json, AccountId viewer, Shown const& shown) {
  auto const write_part = [&](Part const& part, auto&& reblog) {
    json.object([&] {
      json.raw_members(*part.members);
      if (viewer) write_deeds(json, viewer, *part.status, shown);
      json.key("poll");
      write_poll(json, *part.status, viewer, shown.deeds, shown.now);
      json.key("account");
      json.raw(*part.account);
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
    if (part->status) size += part->members->size() + part->account->size() + 160;
  return size;
}

std::string render(AccountId viewer, Shown const& shown) {
  JsonWriter json(size_of(shown));
  write(json, viewer, shown);
  return json.take();
}

StatusList list_of(AccountId viewer, std::vector<Shown> const& shown) {
  std::size_t size = 16;
  for (auto const& one : shown) size += size_of(one);
  StatusList list;
  JsonWriter json(size);
  json.array([&] {
    for (auto const& one : shown) {
      write(json, viewer, one);
      list.shown.push_back(one.status.status->id);
    }
  });
  list.json = json.take();
  return list;
}

Part fresh_part(Status const& status, std::shared_ptr<Account const> author) {
  if (!author) throw not_found();
  return {std::make_shared<Status const>(status), std::move(author), {}, {}};
}

std::string render_fresh(App& app, db::Tx& tx, AccountId viewer, Status const& status, Status const* original,
                         store::Deeds const& deeds, Body body) {
  auto const authors =
      store::accounts_by_id(app.records, tx, std::array{status.author, original ? original->author : status.author});
  Shown shown{fresh_part(status, authors[0]), {}, deeds, {}, app.clock.now()};
  Rendering rendering(app, &tx, body);
  rendering.add(shown.status, true);
  if (original) {
    shown.original = fresh_part(*original, authors[1]);
    rendering.add(shown.original, true);
  }
  rendering.run();
  shown.filtered = Filtering(app, &tx, viewer).of(shown.status.status, shown.original.status);
  return render(viewer, shown);
}

}  // namespace

StatusList status_list(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  return list_of(viewer, read(app, tx, viewer, ids));
}

std::optional<StatusList> status_list_from_memory(App& app, AccountId viewer, std::span<StatusId const> ids) {
  auto views = store::views::from_memory(app.records, viewer, ids);
  auto const shown = views ? rendered(app, nullptr, viewer, std::move(*views)) : std::nullopt;
  if (!shown) return std::nullopt;
  return list_of(viewer, *shown);
}

std::optional<std::string> status(App& app, db::Tx& tx, AccountId viewer, StatusId id) {
  auto const shown = read(app, tx, viewer, std::array{id});
  if (shown.empty()) return std::nullopt;
  return render(viewer, shown[0]);
}

std::optional<std::string> status_from_memory(App& app, AccountId viewer, StatusId id) {
  auto views = store::views::from_memory(app.records, viewer, std::array{id});
  auto const shown = views ? rendered(app, nullptr, viewer, std::move(*views)) : std::nullopt;
  if (!shown || shown->empty()) return std::nullopt;
  return render(viewer, (*shown)[0]);
}

std::vector<std::string> statuses(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  std::vector<std::string> all(ids.size());
  std::unordered_map<StatusId, std::string> found;
  for (auto const& one : read(app, tx, viewer, ids)) found.emplace(one.status.status->id, render(viewer, one));
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (auto const at = found.find(ids[i]); at != found.end()) all[i] = at->second;
  return all;
}

std::string fresh_status(App& app, db::Tx& tx, AccountId viewer, Status const& status, Status const* original) {
  auto const deeds = store::views::deeds(tx, viewer, original ? *original : status);
  return render_fresh(app, tx, viewer, status, original, deeds, Body::html);
}

std::string fresh_status(App& app, db::Tx& tx, AccountId viewer, Status const& status, store::Deeds const& deeds) {
  return render_fresh(app, tx, viewer, status, nullptr, deeds, Body::html);
}

std::string deleted_status(App& app, db::Tx& tx, AccountId viewer, Status const& status) {
  return render_fresh(app, tx, viewer, status, nullptr, store::views::deeds(tx, viewer, status), Body::typed);
}

std::string status_history(App& app, db::Tx& tx, Status const& status) {
  auto versions = store::statuses::history(tx, status.id);
  versions.push_back({.html = status.html,
                      .spoiler_text = status.spoiler_text,
                      .sensitive = status.sensitive,
                      .media = status.media,
                      .poll = status.poll,
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
        if (!version.poll) return;
        json.key("poll");
        write_former_poll(json, *version.poll, status.emojis, app.clock.now());
      });
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
