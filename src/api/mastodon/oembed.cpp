// Posts for other websites to show.
#include <fmt/core.h>

#include <algorithm>

#include "dunlin/access/routes.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/statuses.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

constexpr std::int64_t standard_width = 400;
constexpr std::int64_t widest = 4000;
constexpr int seconds_to_keep = 86400;

/// What strangers may see of this server's own; nothing else is shown on other websites.
Status own_open(Tx& tx, StatusId id) {
  auto status = store::statuses::find_visible(tx, id, {});
  if (!status || !status->local || status->boost_of || !is_open(status->visibility)) throw not_found();
  return std::move(*status);
}

std::string frame(Status const& status, std::int64_t width, std::optional<std::int64_t> height) {
  std::string address;
  append_escaped_html(address, status.url + "/embed");
  auto const tall = height ? fmt::format(" height=\"{}\"", *height) : std::string();
  return fmt::format(
      "<iframe src=\"{}\" class=\"mastodon-embed\" style=\"max-width: 100%; border: 0\" width=\"{}\"{} "
      "allowfullscreen=\"allowfullscreen\"></iframe>",
      address, width, tall);
}

/// A side as it was asked for; nothing when it was not, or makes no sense.
std::optional<std::int64_t> read_side(Call const& call, std::string_view name) {
  auto const side = call.params.integer(name);
  if (!side || *side <= 0) return std::nullopt;
  return std::min(*side, widest);
}

Reply describe(Call const& call, Tx& tx, Status const& status) {
  auto const author = store::accounts::find(tx, status.author);
  if (!author) throw not_found();
  auto const width = read_side(call, "maxwidth").value_or(standard_width);
  auto const height = read_side(call, "maxheight");
  JsonWriter json(1024);
  json.object([&] {
    json.member("type", "rich");
    json.member("version", "1.0");
    json.member("author_name", author->display_name.empty() ? author->username : author->display_name);
    json.member("author_url", author->url);
    json.member("provider_name", call.app.config.local_domain);
    json.member("provider_url", call.app.config.base_url());
    json.member("cache_age", seconds_to_keep);
    json.member("html", frame(status, width, height));
    json.member("width", width);
    json.member("height", height);
  });
  return access::json(json.take());
}

Reply of_address(Call const& call, Tx& tx) {
  auto const url = call.params.text("url").value_or("");
  if (url.empty()) throw Refusal{Refusal::Kind::bad_request, "param is missing or the value is empty: url"};
  auto const local = federation::parse_local(call.app.config, url);
  if (!local || !local->status) throw not_found();
  return describe(call, tx, own_open(tx, *local->status));
}

Reply of_status(Call const& call, Tx& tx) {
  return describe(call, tx, own_open(tx, call.id_at<StatusId>("id")));
}

}  // namespace

void add_oembed(access::Routes& on) {
  on.get("/api/oembed", of_address, {.who = access::Who::nobody});
  on.get("/api/web/embeds/:id", of_status, {.anonymous = true});
}

}  // namespace dunlin::api::mastodon
