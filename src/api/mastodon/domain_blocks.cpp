#include <string>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/follows.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/store/relations.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr PageSize domains_page{100, 200};
constexpr std::size_t longest_domain = 253;

Reply list(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, domains_page);
  auto const domains = store::relations::blocked_domains(tx, call.viewer(), window);
  JsonWriter json;
  json.array([&] {
    for (auto const& blocked : domains) json.value(blocked.domain);
  });
  return page(call, json.take(), ends_of(domains, window, [](auto const& blocked) { return blocked.cursor; }),
              PageLinks::accounts);
}

std::string domain_of(Call const& call) {
  auto const text = call.params.text("domain");
  if (!text || text->empty()) throw Refusal{Refusal::Kind::bad_request, "Missing parameter: domain"};
  auto domain = text->size() > longest_domain ? std::nullopt : http::ascii_host(*text);
  if (!domain || domain->empty()) throw invalid("Domain is not a valid domain name");
  return *std::move(domain);
}

/// What a block would end, for clients to warn of.
Reply preview(Call const& call, Tx& tx) {
  auto const ties = store::relations::ties_with_domain(tx, call.viewer(), domain_of(call));
  JsonWriter json;
  json.object([&] {
    json.member("following_count", ties.following);
    json.member("followers_count", ties.followers);
  });
  return access::json(json.take());
}

Reply block(Call const& call, Tx& tx) {
  actions::block_domain(call.app, tx, call.viewer(), domain_of(call));
  return access::json("{}");
}

Reply unblock(Call const& call, Tx& tx) {
  actions::unblock_domain(call.app, tx, call.viewer(), domain_of(call));
  return access::json("{}");
}

}  // namespace

void add_domain_blocks(access::Routes& on) {
  on.get("/api/v1/domain_blocks", list, {.needs = "read:blocks,follow"});
  on.get("/api/v1/domain_blocks/preview", preview, {.needs = "write:blocks,follow"});
  on.post("/api/v1/domain_blocks", block, {.needs = "write:blocks,follow"});
  on.del("/api/v1/domain_blocks", unblock, {.needs = "write:blocks,follow"});
}

}  // namespace dunlin::api::mastodon
