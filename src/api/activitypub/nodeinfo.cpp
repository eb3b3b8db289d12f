// NodeInfo: what this server is, for statistics and for the quirks of others (contract, section 1.4).
#include "door.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/publications.hpp"
#include "dunlin/store/settings.hpp"
#include "federation_page.hpp"

namespace dunlin::api::activitypub {
namespace {

using access::Call;
using access::Reply;

constexpr int nodeinfo_seconds = 1800;

Reply links(Call const& call, db::Tx&) {
  auto const base = federation::urls(call.app.config).base;
  JsonWriter json;
  json.object([&] {
    json.array_member("links", [&] {
      for (std::string const& version : {std::string("2.0"), std::string("2.1")})
        json.object([&] {
          json.member("rel", "http://nodeinfo.diaspora.software/ns/schema/" + version);
          json.member("href", base + "/nodeinfo/" + version);
        });
    });
  });
  return open_json(json.take(), "application/json; charset=utf-8", nodeinfo_seconds);
}

void write_usage(JsonWriter& json, store::publications::Usage const& usage) {
  json.object_member("usage", [&] {
    json.object_member("users", [&] {
      json.member("total", usage.users);
      json.member("activeMonth", usage.active_month);
      json.member("activeHalfyear", usage.active_half_year);
    });
    json.member("localPosts", usage.local_posts);
  });
}

Reply show(Call const& call, db::Tx& tx) {
  auto const& version = call.at("version");
  if (version != "2.0" && version != "2.1") throw not_found();
  auto const settings = store::settings::read(tx);
  auto const usage = store::publications::usage(tx, call.app.clock.now());
  JsonWriter json(1024);
  json.object([&] {
    json.member("version", version);
    json.object_member("software", [&] {
      json.member("name", "dunlin");
      json.member("version", DUNLIN_VERSION);
      if (version == "2.1") {
        json.member("repository", call.app.config.source_url);
        json.member("homepage", call.app.config.source_url);
      }
    });
    json.array_member("protocols", [&] { json.value("activitypub"); });
    json.object_member("services", [&] {
      json.array_member("inbound", [] {});
      json.array_member("outbound", [] {});
    });
    json.member("openRegistrations", settings.registrations == store::Registrations::open);
    write_usage(json, usage);
    json.object_member("metadata", [&] {
      json.member("nodeName", settings.title);
      json.member("nodeDescription", settings.short_description);
    });
  });
  return open_json(
      json.take(),
      "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/" + version + "#\"; charset=utf-8",
      nodeinfo_seconds);
}

awaitable<Reply> page(Call const&) {
  co_return open_json(std::string(federation_page), "text/markdown; charset=utf-8", nodeinfo_seconds);
}

}  // namespace

void add_nodeinfo(access::Routes& on) {
  on.get("/.well-known/nodeinfo", links, open_to_servers);
  on.get("/nodeinfo/:version", show, open_to_servers);
  on.get("/FEDERATION.md", page, open_to_servers);
}

}  // namespace dunlin::api::activitypub
