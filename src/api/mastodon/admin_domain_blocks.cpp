// What an admin decides about whole servers.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/actions/domain_blocks.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/permissions.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "entities/or_null.hpp"
#include "pages.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;
using store::domain_blocks::DomainBlock;
using store::policies::Severity;

using DomainBlockId = Id<struct DomainBlockTag>;

constexpr PageSize domain_blocks_page{100, 500};
constexpr std::array<std::pair<std::string_view, Severity>, 3> severities{
    {{"noop", Severity::noop}, {"silence", Severity::silence}, {"suspend", Severity::suspend}}};

std::string_view severity_word(Severity severity) {
  for (auto const& [word, one] : severities)
    if (one == severity) return word;
  return "noop";
}

Severity read_severity(std::string_view word) {
  for (auto const& [known, severity] : severities)
    if (known == word) return severity;
  throw invalid("Severity is not included in the list");
}

void write_block(JsonWriter& json, DomainBlock const& block) {
  json.object([&] {
    json.member("id", std::to_string(block.id));
    json.member("domain", block.policy.domain);
    json.member("digest", crypto::hex(crypto::sha256(block.policy.domain)));
    json.member("created_at", block.created_at);
    json.member("severity", severity_word(block.policy.severity));
    json.member("reject_media", block.policy.reject_media);
    json.member("reject_reports", block.policy.reject_reports);
    entities::write_or_null(json, "private_comment", block.private_comment);
    entities::write_or_null(json, "public_comment", block.public_comment);
    json.member("obfuscate", block.obfuscate);
  });
}

Reply shown_block(DomainBlock const& block) {
  JsonWriter json;
  write_block(json, block);
  return access::json(json.take());
}

Reply exists_already(DomainBlock const& block) {
  JsonWriter json;
  json.object([&] {
    json.member("error", "Domain is blocked already");
    json.key("existing_domain_block");
    write_block(json, block);
  });
  return access::json(json.take(), 422);
}

/// What the request says takes the place of what the block has; what it leaves out stays.
void read_into(DomainBlock& block, http::Params const& params) {
  if (auto const severity = params.text("severity")) block.policy.severity = read_severity(*severity);
  block.policy.reject_media = params.flag("reject_media").value_or(block.policy.reject_media);
  block.policy.reject_reports = params.flag("reject_reports").value_or(block.policy.reject_reports);
  block.obfuscate = params.flag("obfuscate").value_or(block.obfuscate);
  block.public_comment = params.text("public_comment").value_or(block.public_comment);
  block.private_comment = params.text("private_comment").value_or(block.private_comment);
}

DomainBlock find_block(Call const& call, Tx& tx) {
  auto found = store::domain_blocks::find(tx, call.id_at<DomainBlockId>("id").value);
  if (!found) throw not_found();
  return *std::move(found);
}

Reply list_blocks(Call const& call, Tx& tx) {
  auto const window = read_window(call.params, domain_blocks_page);
  auto const blocks = store::domain_blocks::page(tx, window);
  JsonWriter json;
  json.array([&] {
    for (auto const& block : blocks) write_block(json, block);
  });
  return page(call, json.take(), ends_of(blocks, window, [](auto const& block) { return block.id; }), PageLinks::rows);
}

Reply show_block(Call const& call, Tx& tx) {
  return shown_block(find_block(call, tx));
}

Reply create_block(Call const& call, Tx& tx) {
  DomainBlock block;
  block.policy.severity = Severity::silence;  // as in Mastodon, where nobody says
  read_into(block, call.params);
  block.policy.domain = call.params.text("domain").value_or("");
  if (auto const there = actions::add_domain_block(call.app, tx, block)) return exists_already(*there);
  return shown_block(block);
}

Reply change_block(Call const& call, Tx& tx) {
  auto block = find_block(call, tx);
  read_into(block, call.params);
  actions::change_domain_block(call.app, tx, block);
  return shown_block(block);
}

Reply remove_block(Call const& call, Tx& tx) {
  actions::remove_domain_block(call.app, tx, call.id_at<DomainBlockId>("id").value);
  return access::json("{}");
}

}  // namespace

void add_admin_domain_blocks(access::Routes& on) {
  access::Rules const reads{.needs = "admin:read:domain_blocks", .permission = permissions::manage_federation};
  access::Rules const writes{.needs = "admin:write:domain_blocks", .permission = permissions::manage_federation};
  on.get("/api/v1/admin/domain_blocks", list_blocks, reads);
  on.post("/api/v1/admin/domain_blocks", create_block, writes);
  on.get("/api/v1/admin/domain_blocks/:id", show_block, reads);
  on.put("/api/v1/admin/domain_blocks/:id", change_block, writes);
  on.patch("/api/v1/admin/domain_blocks/:id", change_block, writes);
  on.del("/api/v1/admin/domain_blocks/:id", remove_block, writes);
}

}  // namespace dunlin::api::mastodon
