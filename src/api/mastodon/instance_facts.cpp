// What this server says of itself besides its two documents: what goes on, whom it knows, what it agreed with its
// users.
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "dunlin/access/routes.hpp"
#include "dunlin/base/ascii.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/store/census.hpp"
#include "dunlin/store/house.hpp"
#include "dunlin/store/policies.hpp"
#include "dunlin/store/settings.hpp"
#include "languages.hpp"
#include "resources.hpp"
#include "searching.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr int most_peers_found = 10;
constexpr char const* kept_an_hour = "max-age=3600, public";

Reply find_peers(Call const& call, Tx& tx) {
  auto const beginning = ascii_lower(trimmed(call.params.text("q").value_or("")));
  JsonWriter json;
  json.array([&] {
    if (beginning.empty()) return;
    for (auto const& domain : store::census::domains_like(tx, beginning, most_peers_found)) json.value(domain);
  });
  return access::json(json.take());
}

Reply domain_blocks(Call const& call, Tx& tx) {
  auto const settings = store::settings::read(tx);
  auto const may = [&](std::string const& whom) { return whom == "all" || (whom == "users" && call.viewer()); };
  // Hidden ones are no secret: an empty 404 says that there is nothing to be had here.
  if (!may(settings.show_domain_blocks)) return Reply{.status = 404};
  bool const with_comments = may(settings.show_domain_blocks_rationale);
  JsonWriter json;
  json.array([&] {
    for (auto const& one : store::policies::shown(tx))
      json.object([&] {
        json.member("domain", one.name);
        json.member("digest", crypto::hex(crypto::sha256(one.domain)));
        json.member("severity", one.severity == store::policies::Severity::suspend ? "suspend" : "silence");
        if (with_comments) json.member("comment", one.comment);
      });
  });
  return access::json(json.take());
}

Reply languages(Call const&, Tx&) {
  JsonWriter json;
  json.array([&] {
    for (auto const& [code, name] : known_languages)
      json.object([&] {
        json.member("code", code);
        json.member("name", name);
      });
  });
  return access::json(json.take()).with("Cache-Control", kept_an_hour);
}

std::chrono::sys_days today(Call const& call) {
  return std::chrono::floor<std::chrono::days>(call.app.clock.now());
}

Reply show_terms(Call const& call, std::optional<store::house::Terms> const& terms) {
  if (!terms) throw not_found();
  JsonWriter json;
  json.object([&] {
    json.member("effective_date", iso_date(terms->effective));
    json.member("effective", terms->effective <= today(call));
    json.member("content", format(terms->text, {.base_url = call.app.config.base_url(),
                                                .resolve = [](auto const&) { return std::nullopt; }})
                               .text());
    json.key("succeeded_by");
    if (terms->succeeded_by)
      json.value(iso_date(*terms->succeeded_by));
    else
      json.value(nullptr);
  });
  return access::json(json.take());
}

Reply terms(Call const& call, Tx& tx) {
  return show_terms(call, store::house::terms(tx, today(call)));
}

Reply terms_of(Call const& call, Tx& tx) {
  auto const day = parse_rfc3339(call.at("date") + "T00:00:00Z");
  if (!day) throw not_found();
  return show_terms(call, store::house::terms_of(tx, std::chrono::floor<std::chrono::days>(*day)));
}

}  // namespace

void add_instance_facts(access::Routes& on) {
  access::Rules const open{.who = access::Who::nobody};
  on.get("/api/v1/instance/domain_blocks", domain_blocks, {.anonymous = true});
  on.get("/api/v1/instance/languages", languages, open);
  on.get("/api/v1/instance/terms_of_service", terms, open);
  on.get("/api/v1/instance/terms_of_service/:date", terms_of, open);
  on.get("/api/v1/peers/search", find_peers, open);
}

}  // namespace dunlin::api::mastodon
