#include "status.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "account.hpp"
#include "card.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/domain/reaction.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/views.hpp"
#include "filtered.hpp"
#include "interaction_policy.hpp"
#include "media.hpp"
#include "or_null.hpp"
#include "poll.hpp"
#include "quote.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::views::View;
using Accounts = std::unordered_map<AccountId, std::shared_ptr<Account const>>;

/// What stands where a client looks for the text.
enum class Body { html, typed };

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
    write_or_null(json, "website", status.application_website);
  });
}

void write_counts(JsonWriter& json, Status const& status) {
  json.member("replies_count", status.replies_count);
  json.member("reblogs_count", status.boosts_count);
  json.member("favourites_count", status.favourites_count);
  json.member("quotes_count", status.quotes_count);
}

/// Emojis of people elsewhere, in the shape that forks of Mastodon gave them. Nobody here can react.
void write_reactions(JsonWriter& json, Status const& status) {
  if (!status.reactions) return;
  json.array_member("reactions", [&] {
    for (auto const& reaction : *status.reactions)
      json.object([&] {
        json.member("name", reaction.domain.empty() ? reaction.name : reaction.name + "@" + reaction.domain);
        json.member("count", reaction.count);
        json.member("me", false);
        if (reaction.url.empty()) return;
        json.member("url", reaction.url);
        json.member("static_url", reaction.url);
      });
  });
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
  write_or_null(json, "language", status.language);
  json.member("uri", status.uri);
  json.member("url", status.url.empty() ? status.uri : status.url);
  write_counts(json, status);
  json.member("edited_at", status.edited_at);
  if (body == Body::html)
    json.member("content", status.html.text());
  else
    json.member("text", status.local ? status.text : plain_text(status.html.text()));
  write_application(json, status);
  write_media(json, app, "media_attachments", status.media);
  write_mentions(json, status, accounts);
  write_tags(json, app, status);
  write_emojis(json, app, "emojis", status.emojis);
  write_reactions(json, status);
  json.array_member("tagged_collections", [] {});
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
  std::string card;  // empty for none
};
struct Shown {
  Part status;
  Part original;  // of a boost
  store::Deeds deeds;
  std::string filtered;  // empty for an empty list
  Timestamp now;
};
/// Statuses, and what they quote.
struct Page {
  App const& app;
  std::vector<Shown> shown;
  QuotesOfPage quotes;
  std::unordered_map<StatusId, Shown> quoted;
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
      if (part->status->card) part->card = card(app_, *part->status->card, accounts_);
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
      if (part->status->card && part->status->card->author) ids.push_back(part->status->card->author);
      if (part->members) continue;
      for (auto const& mention : part->status->mentions)
        if (!mention.silent) ids.push_back(mention.account);
    }
    if (ids.empty()) return true;
    if (!tx_) return find_in_memory(ids);
    auto const records = store::accounts_by_id(app_.records, *tx_, ids);
    // Held until everything is rendered: account() looks for them in memory.
    for (std::size_t i = 0; i < ids.size(); ++i) accounts_[ids[i]] = records[i];
    return true;
  }
  bool find_in_memory(std::span<AccountId const> ids) {
    for (auto const id : ids) {
      auto const known = app_.records.accounts.find(id);
      if (!known) return false;
      accounts_[id] = known;
    }
    return true;
  }

  App& app_;
  db::Tx* tx_;
  Body body_;
  std::uint64_t stamp_;
  Accounts accounts_;
  std::vector<Part*> parts_;
};

Shown to_show(View const& view, Filtering const& filtering, Timestamp now) {
  return {{view.status, view.author, {}, {}, {}},
          {view.original, view.original_author, {}, {}, {}},
          view.deeds,
          filtering.of(view.status, view.original),
          now};
}

/// Nothing when a database would have to be asked and there is none.
std::optional<Page> rendered(App& app, db::Tx* tx, AccountId viewer, std::vector<View> const& views) {
  Filtering const filtering(app, tx, viewer);
  if (!filtering.known()) return std::nullopt;
  Page page{.app = app, .shown = {}, .quotes = QuotesOfPage(app, viewer), .quoted = {}};
  if (!page.quotes.gather(tx, views)) return std::nullopt;
  auto const now = app.clock.now();
  page.shown.reserve(views.size());
  for (auto const& view : views) page.shown.push_back(to_show(view, filtering, now));
  for (auto const& view : page.quotes.seen()) page.quoted.emplace(view.status->id, to_show(view, filtering, now));
  Rendering rendering(app, tx, Body::html);
  for (auto& one : page.shown) {
    rendering.add(one.status, false);
    if (one.original.status) rendering.add(one.original, false);
  }
  for (auto& [id, one] : page.quoted) rendering.add(one.status, false);
  if (!rendering.run()) return std::nullopt;
  return page;
}

Page read(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
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

/// Writes statuses, each with what it quotes; of what that quotes in turn, only the id.
class Writer {
 public:
  Writer(JsonWriter& json, AccountId viewer, Page const& page) : json_(json), viewer_(viewer), page_(page) {}

  void write(Shown const& shown, bool is_quoted = false) {
    write_part(shown.status, shown, is_quoted, [&] {
      if (shown.original.status)
        write_part(shown.original, shown, is_quoted, [&] { json_.value(nullptr); });
      else
        json_.value(nullptr);
    });
  }

 private:
  template <class Reblog>
  void write_part(Part const& part, Shown const& shown, bool is_quoted, Reblog reblog) {
    json_.object([&] {
      json_.raw_members(*part.members);
      if (viewer_) write_deeds(json_, viewer_, *part.status, shown);
      json_.key("poll");
      write_poll(json_, page_.app, *part.status, viewer_, shown.deeds, shown.now);
      json_.object_member("quote_approval", [&] { page_.quotes.write_approval(json_, *part.status); });
      json_.key("quote");
      if (part.status->quote)
        write_quote(*part.status->quote, is_quoted);
      else
        json_.value(nullptr);
      json_.key("card");
      if (part.card.empty())
        json_.value(nullptr);
      else
        json_.raw(part.card);
      json_.key("account");
      json_.raw(*part.account);
      json_.key("reblog");
      reblog();
    });
  }

  void write_quote(Quote const& quote, bool is_quoted) {
    auto const look = page_.quotes.look(quote);
    json_.object([&] {
      json_.member("state", look.state);
      if (is_quoted) return write_or_null(json_, "quoted_status_id", look.shown);
      json_.key("quoted_status");
      auto const at = page_.quoted.find(look.shown);
      if (at == page_.quoted.end())
        json_.value(nullptr);
      else
        write(at->second, true);
    });
  }

  JsonWriter& json_;
  AccountId viewer_;
  Page const& page_;
};

std::size_t size_of(Shown const& shown) {
  std::size_t size = 320;
  for (auto const* part : {&shown.status, &shown.original})
    if (part->status) size += part->members->size() + part->account->size() + part->card.size() + 320;
  return size;
}

std::size_t size_of_quoted(Page const& page) {
  std::size_t size = 0;
  for (auto const& [id, one] : page.quoted) size += size_of(one);
  return size;
}

std::string render(AccountId viewer, Shown const& shown, Page const& page) {
  JsonWriter json(size_of(shown));
  Writer(json, viewer, page).write(shown);
  return json.take();
}

StatusList list_of(AccountId viewer, Page const& page) {
  std::size_t size = 16 + size_of_quoted(page);
  for (auto const& one : page.shown) size += size_of(one);
  StatusList list;
  JsonWriter json(size);
  Writer writer(json, viewer, page);
  json.array([&] {
    for (auto const& one : page.shown) {
      writer.write(one);
      list.shown.push_back(one.status.status->id);
    }
  });
  list.json = json.take();
  return list;
}

std::string render_fresh(App& app, db::Tx& tx, AccountId viewer, Status const& status, Status const* original,
                         store::Deeds const& deeds, Body body) {
  auto const authors =
      store::accounts_by_id(app.records, tx, std::array{status.author, original ? original->author : status.author});
  Filtering const filtering(app, &tx, viewer);
  View const view{.status = std::make_shared<Status const>(status),
                  .original = original ? std::make_shared<Status const>(*original) : nullptr,
                  .author = authors[0],
                  .original_author = original ? authors[1] : nullptr,
                  .deeds = deeds};
  if (!view.author || (original && !view.original_author)) throw not_found();
  auto const now = app.clock.now();
  Page page{.app = app, .shown = {to_show(view, filtering, now)}, .quotes = QuotesOfPage(app, viewer), .quoted = {}};
  page.quotes.gather(&tx, std::span(&view, 1));
  Rendering rendering(app, &tx, body);
  auto& shown = page.shown[0];
  rendering.add(shown.status, true);
  if (original) rendering.add(shown.original, true);
  for (auto const& quoted : page.quotes.seen()) page.quoted.emplace(quoted.status->id, to_show(quoted, filtering, now));
  Rendering rendering_quoted(app, &tx, Body::html);
  for (auto& [id, one] : page.quoted) rendering_quoted.add(one.status, false);
  rendering.run();
  rendering_quoted.run();
  return render(viewer, shown, page);
}

}  // namespace

StatusList status_list(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  return list_of(viewer, read(app, tx, viewer, ids));
}

std::optional<StatusList> status_list_from_memory(App& app, AccountId viewer, std::span<StatusId const> ids) {
  auto const views = store::views::from_memory(app.records, viewer, ids);
  auto const page = views ? rendered(app, nullptr, viewer, *views) : std::nullopt;
  if (!page) return std::nullopt;
  return list_of(viewer, *page);
}

std::optional<std::string> status(App& app, db::Tx& tx, AccountId viewer, StatusId id) {
  auto const page = read(app, tx, viewer, std::array{id});
  if (page.shown.empty()) return std::nullopt;
  return render(viewer, page.shown[0], page);
}

std::optional<std::string> status_from_memory(App& app, AccountId viewer, StatusId id) {
  auto const views = store::views::from_memory(app.records, viewer, std::array{id});
  auto const page = views ? rendered(app, nullptr, viewer, *views) : std::nullopt;
  if (!page || page->shown.empty()) return std::nullopt;
  return render(viewer, page->shown[0], *page);
}

std::optional<std::string> seen_status(App& app, db::Tx& tx, AccountId viewer, StatusId id) {
  auto const views = store::views::seen_from_memory(app.records, viewer, id);
  auto const page = views ? rendered(app, &tx, viewer, *views) : std::nullopt;
  if (!page) return status(app, tx, viewer, id);
  if (page->shown.empty()) return std::nullopt;
  return render(viewer, page->shown[0], *page);
}

std::vector<std::string> statuses(App& app, db::Tx& tx, AccountId viewer, std::span<StatusId const> ids) {
  std::vector<std::string> all(ids.size());
  std::unordered_map<StatusId, std::string> found;
  auto const page = read(app, tx, viewer, ids);
  for (auto const& one : page.shown) found.emplace(one.status.status->id, render(viewer, one, page));
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

}  // namespace dunlin::api::mastodon::entities
