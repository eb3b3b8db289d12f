#include "dunlin/federation/verify.hpp"

#include "dunlin/federation/deliver.hpp"
#include "dunlin/federation/policies.hpp"
#include "dunlin/federation/signatures.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "fetch.hpp"
#include "keys.hpp"

namespace dunlin::federation {
namespace {

std::unexpected<Distrust> distrust(Distrust::Kind kind, std::string why) {
  return std::unexpected(Distrust{kind, std::move(why)});
}

/// A request that was made for somebody else's server proves nothing here.
bool is_for_us(App const& app, http::Request const& request) {
  return is_ours(app.config, (app.config.local_https ? "https://" : "http://") + std::string(request.header("host")));
}

/// Whoever sends validly signed requests is there: nothing is held against it any more. Not time and again, since
/// it may send all day while its inbox is broken.
awaitable<void> forgive(App& app, std::string host) {
  auto& content = *app.federation.content;
  auto const now = app.clock.now();
  if (content.forgiven.happened(host, now)) co_return;
  auto const held = content.hosts.answered(host);
  if (held == Hosts::Held::nothing) co_return;
  content.forgiven.note(host, now);
  co_await app.db.transact([&](db::Tx& tx) {
    store::instances::note_success(tx, host, now);
    if (held == Hosts::Held::all_deliveries) hurry_deliveries(tx, host, now);
  });
}

}  // namespace

awaitable<std::expected<Signer, Distrust>> verify(App& app, http::Request const& request) {
  using enum Distrust::Kind;
  if (!is_signed(request)) co_return distrust(unsigned_, "Request not signed");
  auto const claim = read_claim(request, app.config.local_https ? "https" : "http", app.clock.now());
  if (!claim) co_return distrust(unsigned_, std::string(to_text(claim.error())));
  if (!is_for_us(app, request)) co_return distrust(unsigned_, "signed for another host");
  auto const host = host_of(claim->key_id);
  if (!may_ask(app, claim->key_id)) co_return distrust(unsigned_, std::string(to_text(Fault::key)));
  bool const allowed = co_await may_federate(app, host);
  if (!allowed) co_return distrust(blocked, "domain is blocked");

  auto found = co_await find_key(app, claim->key_id);
  if (found.unreachable) co_return distrust(no_key, "key could not be fetched");
  if (!found.key) co_return distrust(unsigned_, std::string(to_text(Fault::key)));
  bool proven = co_await app.cpu.run([&] { return proves(*claim, found.key->key); });
  if (!proven) {
    // Keys change: some servers make a new one before every deletion.
    found.key = co_await fetch_key_anew(app, claim->key_id);
    proven = found.key && co_await app.cpu.run([&] { return proves(*claim, found.key->key); });
  }
  if (!proven) co_return distrust(unsigned_, std::string(to_text(Fault::signature)));
  co_await forgive(app, host);
  Signer signer{found.key->owner, found.key->account, claim->key_id};
  co_return signer;
}

}  // namespace dunlin::federation
