#pragma once
#include <memory>
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// What is published of local accounts and statuses, put together from the store.
namespace dunlin::federation {

/// The actor document of a local account, from memory if it is there.
std::shared_ptr<std::string const> actor_document(App&, db::Tx&, Account const& account);

/// The same from the store, as this transaction sees it.
std::string fresh_actor_document(App&, db::Tx&, Account const& account);

/// A status with the accounts and ids around it that its Note shows. Keeps what NoteSource borrows.
struct NoteParts {
  NoteParts(App&, db::Tx&, Status const&);
  vocabulary::NoteSource source() const;
  std::shared_ptr<Account const> author;

 private:
  Status const& status_;
  std::vector<Account> mentioned_;
  std::string parent_uri_, quoted_uri_, stamp_, approval_;
  Timestamp now_;
  void find_quoted(App&, db::Tx&);
};

/// The id of a local author's consent to be quoted by a status.
std::string stamp_uri(App const&, AccountId quoted_author, StatusId quoting);

/// The Announce of a boost.
struct BoostParts {
  BoostParts(App&, db::Tx&, Status const& boost, Status const& original);
  vocabulary::Boost boost() const;

 private:
  Status const& boost_;
  Status const& original_;
  std::shared_ptr<Account const> booster_, author_;
};

}  // namespace dunlin::federation
