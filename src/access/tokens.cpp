#include "dunlin/access/tokens.hpp"

#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/tokens.hpp"

namespace dunlin::access {

namespace {

Token::Standing standing_of(store::tokens::Holder const& holder) {
  if (!holder.user) return Token::Standing::active;
  if (!holder.confirmed) return Token::Standing::unconfirmed;
  if (!holder.approved) return Token::Standing::pending;
  if (holder.disabled || holder.suspended) return Token::Standing::disabled;
  return Token::Standing::active;
}

constexpr std::string_view of_user = "user:";

}  // namespace

std::string Tokens::hash(std::string_view token) {
  return crypto::sha256(token);
}

std::optional<Token> Tokens::remembered(std::string const& hash) {
  std::scoped_lock const lock(mutex_);
  auto const at = index_.find(hash);
  if (at == index_.end()) return std::nullopt;
  if (at->second->until <= clock_.now()) {
    auto const entry = at->second;
    index_.erase(at);
    entries_.erase(entry);
    return std::nullopt;
  }
  entries_.splice(entries_.begin(), entries_, at->second);
  return at->second->token;
}

Tokens::Found Tokens::find(db::Tx& tx, std::string const& hash) {
  auto const stamp = [&] {
    std::scoped_lock const lock(mutex_);
    return forgotten_;
  }();
  auto const holder = store::tokens::holder_of(tx, hash);
  if (!holder) return {};
  if (holder->revoked_at) return {.token = std::nullopt, .revoked = true};
  auto const now = clock_.now();
  if (!holder->last_used_at || *holder->last_used_at + touched_every <= now)
    store::tokens::touch(tx, holder->id, holder->user, now);

  Token token;
  token.id = holder->id;
  token.application = holder->application;
  token.user = holder->user;
  token.account = holder->account;
  token.scopes = Scopes::parse(holder->scopes).value_or(Scopes{});
  token.permissions = holder->permissions;
  token.standing = standing_of(*holder);
  remember(hash, token, stamp);
  return {.token = token, .revoked = false};
}

void Tokens::remember(std::string const& hash, Token const& token, std::uint64_t stamp) {
  std::scoped_lock const lock(mutex_);
  if (stamp != forgotten_ || most_entries_ == 0 || index_.contains(hash)) return;
  entries_.push_front({hash, token, clock_.now() + remembered_for});
  index_[entries_.front().hash] = entries_.begin();
  if (entries_.size() <= most_entries_) return;
  index_.erase(entries_.back().hash);
  entries_.pop_back();
}

// Every entry is looked at: tokens are few thousands at most and revoking is rare, a second index is not worth it.
void Tokens::forget(db::Change const& change) {
  if (change.kind != store::change::token) return;
  auto const user = change.key.starts_with(of_user)
                        ? parse_id<UserId>(std::string_view(change.key).substr(of_user.size()))
                        : std::nullopt;
  auto const id = user ? std::nullopt : parse_id<TokenId>(change.key);
  std::scoped_lock const lock(mutex_);
  ++forgotten_;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    auto const& token = entry->token;
    // A key that says neither is a word we do not know: forgetting all is always right.
    auto const named = user ? token.user == *user : id ? token.id == *id : true;
    if (!named) {
      ++entry;
      continue;
    }
    index_.erase(entry->hash);
    entry = entries_.erase(entry);
  }
}

std::size_t Tokens::size() const {
  std::scoped_lock const lock(mutex_);
  return entries_.size();
}

}  // namespace dunlin::access
