#include "door.hpp"

#include <algorithm>
#include <charconv>

#include "dunlin/api/activitypub/routes.hpp"
#include "dunlin/base/ascii.hpp"
#include "dunlin/federation/verify.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"
#include "dunlin/store/relations.hpp"

namespace dunlin::api::activitypub {
namespace {

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// The weight behind "q=", 1 when none is named.
double weight_of(std::string_view parameters) {
  auto const at = parameters.find("q=");
  if (at == std::string_view::npos) return 1;
  auto const text = parameters.substr(at + 2);
  double weight = 1;
  std::from_chars(text.data(), text.data() + text.size(), weight);
  return weight;
}

}  // namespace

void add_routes(access::Routes& on) {
  add_inbox(on);
  add_actors(on);
  add_statuses(on);
  add_collections(on);
  add_discovery(on);
  add_nodeinfo(on);
  add_emojis(on);
}

bool wants_document(http::Request const& request) {
  double document = 0, page = 0;
  for (auto rest = request.header("accept"); !rest.empty();) {
    auto const comma = std::min(rest.find(','), rest.size());
    auto const entry = trim(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    auto const semicolon = std::min(entry.find(';'), entry.size());
    auto const type = ascii_lower(trim(entry.substr(0, semicolon)));
    auto const weight = weight_of(entry.substr(semicolon));
    if (type == "application/activity+json" || type == "application/ld+json" || type == "application/json")
      document = std::max(document, weight);
    if (type == "text/html" || type == "application/xhtml+xml") page = std::max(page, weight);
  }
  return document > 0 && document >= page;
}

access::Reply document(access::Call const& call, std::string json, int seconds, int status) {
  access::Reply reply;
  reply.status = status;
  reply.type = "application/activity+json; charset=utf-8";
  reply.body = std::move(json);
  bool const shared = seconds > 0 && !call.app.config.authorized_fetch;
  reply.with("Vary", "Accept, Signature");
  reply.with("Cache-Control", shared ? "public, max-age=" + std::to_string(seconds) : "private, no-store");
  return reply;
}

access::Reply redirect(std::string const& to) {
  access::Reply reply;
  reply.status = 302;
  reply.type = "text/plain; charset=utf-8";
  reply.with("Location", to).with("Vary", "Accept");
  return reply;
}

access::Reply open_json(std::string json, std::string_view type, int seconds) {
  access::Reply reply;
  reply.type = std::string(type);
  reply.body = std::move(json);
  reply.with("Access-Control-Allow-Origin", "*");
  reply.with("Cache-Control", "public, max-age=" + std::to_string(seconds));
  return reply;
}

awaitable<Reader> reader_of(access::Call const& call) {
  auto const signer = co_await federation::verify(call.app, call.request);
  if (signer) co_return Reader{signer->account, signer->actor};
  using enum federation::Distrust::Kind;
  if (signer.error().kind == blocked) throw forbidden();
  if (!call.app.config.authorized_fetch) co_return Reader();
  auto const kind = signer.error().kind == no_key ? Refusal::Kind::unavailable : Refusal::Kind::unauthenticated;
  throw Refusal{kind, signer.error().why};
}

Account local_account(access::Call const& call, db::Tx& tx) {
  bool const by_name = std::ranges::any_of(call.path, [](auto const& part) { return part.first == "name"; });
  std::optional<Account> account;
  if (by_name) {
    account = store::accounts::by_handle(tx, call.at("name"), "");
  } else {
    auto const id = call.id_at<AccountId>("id");
    if (auto const record = store::accounts_by_id(call.app.records, tx, {&id, 1})[0]) account = *record;
  }
  if (!account || !account->is_local() || account->awaited) throw not_found();
  return std::move(*account);
}

Account readable_account(access::Call const& call, db::Tx& tx, Reader const& reader) {
  auto account = local_account(call, tx);
  if (account.is_suspended()) throw forbidden();
  if (reader.account && store::relations::barriers(tx, account.id, reader.account).blocking) throw not_found();
  return account;
}

}  // namespace dunlin::api::activitypub
