#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/access/routes.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/platform/db/transaction.hpp"

/// What the files of this door share: who asks, what for, and how answers look.
namespace dunlin::api::activitypub {

void add_inbox(access::Routes& on);
void add_actors(access::Routes& on);
void add_statuses(access::Routes& on);
void add_collections(access::Routes& on);
void add_discovery(access::Routes& on);
void add_nodeinfo(access::Routes& on);
void add_emojis(access::Routes& on);

/// Rows of this door look at no token: other servers sign instead.
inline constexpr access::Rules open_to_servers{.who = access::Who::nobody};

/// Whether an Accept header would rather have ActivityPub JSON than a page. "*/*" and none want a page.
bool wants_document(http::Request const& request);

/// An ActivityPub document. `seconds` a shared cache may keep it; 0 for never.
access::Reply document(access::Call const& call, std::string json, int seconds, int status = 200);
access::Reply redirect(std::string const& to);
/// A JSON answer that anybody may read and keep for so long.
access::Reply open_json(std::string json, std::string_view type, int seconds);

/// Who reads: a remote account that signed, or nobody in particular.
struct Reader {
  AccountId account;
  std::string actor;  // of a valid signature; empty for none
};
/// Throws the refusal where authorized fetch wants a signature, and for blocked domains that sign.
awaitable<Reader> reader_of(access::Call const& call);

/// The local account of ":id" or ":name"; refuses when there is none.
Account local_account(access::Call const& call, db::Tx& tx);
/// The same, when the reader may know of it; suspended ones are refused.
Account readable_account(access::Call const& call, db::Tx& tx, Reader const& reader);

}  // namespace dunlin::api::activitypub
