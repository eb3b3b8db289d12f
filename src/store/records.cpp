#include "dunlin/store/records.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "by_id.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/accounts.hpp"

namespace dunlin::store {
namespace {

std::size_t bytes_of(Account const& a) {
  std::size_t bytes = sizeof a + text_bytes(a.emojis);
  for (auto const* text :
       {&a.uri, &a.url, &a.display_name, &a.note.text(), &a.note_source, &a.avatar_url, &a.header_url,
        &a.avatar_description, &a.header_description, &a.inbox_url, &a.shared_inbox_url, &a.outbox_url,
        &a.followers_url, &a.following_url, &a.featured_url, &a.username, &a.domain})
    bytes += text_bytes(*text);
  for (auto const& field : a.fields)
    bytes += sizeof field + text_bytes(field.name) + text_bytes(field.value.text()) + text_bytes(field.source);
  for (auto const& text : a.also_known_as) bytes += sizeof text + text_bytes(text);
  return bytes;
}

void forget_stance(Records& records, std::string_view key) {
  auto const colon = std::min(key.find(':'), key.size());
  auto const one = parse_id<AccountId>(key.substr(0, colon));
  auto const other = parse_id<AccountId>(key.substr(std::min(colon + 1, key.size())));
  if (!one || !other) return records.stances.clear();
  records.stances.forget({*one, *other});
  records.stances.forget({*other, *one});
}

}  // namespace

void Records::forget(db::Change const& change) {
  if (change.kind == change::account) {
    // The record goes before what was rendered from it: see entities::account.
    if (auto const id = parse_id<AccountId>(change.key)) accounts.forget(*id);
    pieces.forget("account:" + change.key);
    pieces.forget("credentials:" + change.key);
    pieces.forget("actor:" + change.key);
    pieces.forget("webfinger:" + change.key);
  } else if (change.kind == change::status) {
    if (auto const id = parse_id<StatusId>(change.key)) {
      statuses.forget(*id);
      answers.forget(*id);
    }
    pieces.forget("status:" + change.key);
    pieces.forget("text:" + change.key);
  } else if (change.kind == change::deed) {
    std::string_view const key = change.key;
    auto const colon = std::min(key.find(':'), key.size());
    auto const viewer = parse_id<AccountId>(key.substr(0, colon));
    auto const status = parse_id<StatusId>(key.substr(std::min(colon + 1, key.size())));
    if (viewer && status)
      deeds.forget({*viewer, *status});
    else
      deeds.clear();
  } else if (change.kind == change::stance) {
    forget_stance(*this, change.key);
  } else if (change.kind == change::apart) {
    if (auto const id = parse_id<AccountId>(change.key)) apart.forget(*id);
  } else if (change.kind == change::filters) {
    if (auto const id = parse_id<AccountId>(change.key)) filters.forget(*id);
  } else if (change.kind == change::instance) {
    for (auto const* name :
         {"instance:v1", "instance:v2", "instance:peers", "instance:activity", "instance:feeds", "instance:emojis"})
      pieces.forget(name);
  }
}

void Records::clear() {
  accounts.clear();
  statuses.clear();
  pieces.clear();
  answers.clear();
  deeds.clear();
  apart.clear();
  filters.clear();
  stances.clear();
}

std::string to_string(DeedKey key) {
  return to_string(key.viewer) + ":" + to_string(key.status);
}

std::vector<std::shared_ptr<Account const>> accounts_by_id(Records& records, db::Tx& tx,
                                                           std::span<AccountId const> ids) {
  auto const find = [&](std::vector<AccountId> const& missing) {
    if (missing.size() > 1) return accounts::find_many(tx, missing);
    // PostgreSQL would plan the big statement anew for every short list; this one it plans once.
    auto account = accounts::find(tx, missing[0]);
    return account ? std::vector{std::move(*account)} : std::vector<Account>{};
  };
  return by_id(records.accounts, tx, ids, find, bytes_of);
}

std::shared_ptr<Account const> existing_account(Records& records, db::Tx& tx, AccountId id) {
  auto found = accounts_by_id(records, tx, {&id, 1}).front();
  if (!found) throw not_found();
  return found;
}

}  // namespace dunlin::store
