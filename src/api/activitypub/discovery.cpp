// WebFinger and host-meta (contract, sections 1.1 and 1.3).
#include "door.hpp"
#include "dunlin/access/refusals.hpp"
#include "dunlin/base/ascii.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/webfinger.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::api::activitypub {
namespace {

using access::Call;
using access::Reply;
namespace vocabulary = federation::vocabulary;

constexpr int finger_seconds = 3 * 24 * 3600;
constexpr std::string_view jrd_type = "application/jrd+json; charset=utf-8";

/// Whom a resource names: a name or id of ours, or the server itself.
struct Resource {
  std::string username;
  AccountId account;
  bool server = false;
};

std::string without_port(std::string const& host) {
  return host.substr(0, host.find(':'));
}

/// Refuses what cannot be read with bad_request, and who is not ours with not_found.
Resource read_resource(config::Config const& config, std::string const& text) {
  if (text.empty()) throw Refusal{Refusal::Kind::bad_request, "A resource is needed"};
  if (text.starts_with("https://") || text.starts_with("http://")) {
    if (!federation::is_ours(config, text)) throw not_found();
    auto const local = federation::parse_local(config, text);
    if (local && local->rest.empty() && !local->status)
      return {ascii_lower(local->username), local->account.value_or(AccountId{})};
    auto const path = text.find('/', text.find("://") + 3);
    bool const origin = path == std::string::npos || path + 1 == text.size();
    if (origin || (local && local->rest == "actor")) return {.server = true};
    throw not_found();
  }
  auto const handle = vocabulary::read_handle(text);
  if (!handle) throw Refusal{Refusal::Kind::bad_request, "Not a resource"};
  if (!federation::is_ours(config, "https://" + handle->domain)) throw not_found();
  auto username = ascii_lower(handle->username);
  if (username == without_port(config.local_domain) || username == without_port(config.web_domain))
    return {.server = true};
  return {std::move(username)};
}

Reply finger(std::string text) {
  return open_json(std::move(text), jrd_type, finger_seconds);
}

/// Names never change, so they may be remembered for ever; what a name's finger says goes with its account.
std::string name_piece(std::string const& username) {
  return "webfinger-name:" + username;
}
std::string finger_piece(std::string const& id) {
  return "webfinger:" + id;
}

std::optional<Reply> show_from_memory(Call const& call) {
  auto const resource = read_resource(call.app.config, call.params.text("resource").value_or(""));
  auto& pieces = call.app.records.pieces;
  if (resource.server) return finger(vocabulary::write_instance_webfinger(federation::urls(call.app.config)));
  auto id = to_string(resource.account);
  if (!resource.account) {
    auto const known = pieces.find(name_piece(resource.username));
    if (!known) return std::nullopt;
    id = *known;
  }
  auto const text = pieces.find(finger_piece(id));
  if (!text) return std::nullopt;
  return finger(*text);
}

Reply show(Call const& call, db::Tx& tx) {
  auto const resource = read_resource(call.app.config, call.params.text("resource").value_or(""));
  auto& pieces = call.app.records.pieces;
  auto const stamp = pieces.stamp();
  auto const account = resource.account ? store::accounts::find(tx, resource.account)
                                        : store::accounts::by_handle(tx, resource.username, "");
  if (!account || !account->is_local() || account->awaited) throw not_found();
  auto const id = to_string(account->id);
  auto text =
      std::make_shared<std::string const>(vocabulary::write_webfinger(federation::urls(call.app.config), *account));
  pieces.put(finger_piece(id), text, text->size(), stamp);
  if (!resource.account)
    pieces.put(name_piece(resource.username), std::make_shared<std::string const>(id), id.size(), stamp);
  return finger(*text);
}

std::string finger_template(Call const& call) {
  return federation::urls(call.app.config).base + "/.well-known/webfinger?resource={uri}";
}

awaitable<Reply> host_meta_json(Call const& call) {
  co_return open_json(R"({"links":[{"rel":"lrdd","template":")" + finger_template(call) + R"("}]})",
                      "application/json; charset=utf-8", finger_seconds);
}

awaitable<Reply> host_meta(Call const& call) {
  if (call.request.header("accept").starts_with("application/json")) co_return co_await host_meta_json(call);
  co_return open_json(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  <Link rel=\"lrdd\" template=\"" +
          finger_template(call) + "\"/>\n</XRD>\n",
      "application/xrd+xml; charset=utf-8", finger_seconds);
}

/// Errors without a body's worth of words, but readable from anywhere like the answers.
Reply refuse(http::Request const&, Refusal const& refusal) {
  auto reply = access::refuse_as_json({}, refusal);
  reply.with("Access-Control-Allow-Origin", "*");
  return reply;
}

}  // namespace

void add_discovery(access::Routes& on) {
  auto rules = open_to_servers;
  rules.from_memory = show_from_memory;
  on.refuse_with(refuse);
  on.get("/.well-known/webfinger", show, rules);
  on.get("/.well-known/host-meta", host_meta, open_to_servers);
  on.get("/.well-known/host-meta.json", host_meta_json, open_to_servers);
  on.refuse_with(nullptr);
}

}  // namespace dunlin::api::activitypub
