#include "dunlin/federation/vocabulary/webfinger.hpp"

#include "dunlin/base/json_writer.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/federation/vocabulary/node.hpp"
#include "dunlin/platform/http/url.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::string_view activity_type = "application/activity+json";
constexpr std::string_view profiled_type = R"(application/ld+json; profile="https://www.w3.org/ns/activitystreams")";

/// The value of an attribute of one XML tag, the five entities of XML decoded.
std::string attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    auto rest = tag.substr(at + name.size());
    bool const starts_word = at > 0 && std::isspace(static_cast<unsigned char>(tag[at - 1]));
    while (!rest.empty() && std::isspace(static_cast<unsigned char>(rest.front()))) rest.remove_prefix(1);
    if (!starts_word || !rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    while (!rest.empty() && std::isspace(static_cast<unsigned char>(rest.front()))) rest.remove_prefix(1);
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return {};
    auto const end = rest.find(rest.front(), 1);
    if (end == std::string_view::npos) return {};
    std::string value(rest.substr(1, end - 1));
    for (auto const& [entity, character] : {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""),
                                            std::pair("&apos;", "'"), std::pair("&amp;", "&")})
      for (auto found = value.find(entity); found != std::string::npos; found = value.find(entity, found + 1))
        value.replace(found, std::string_view(entity).size(), character);
    return value;
  }
  return {};
}

void write_link(JsonWriter& json, std::string_view rel, std::string_view type, std::string const& href) {
  json.object([&] {
    json.member("rel", rel);
    json.member("type", type);
    json.member("href", href);
  });
}

std::string write_finger(Urls const& urls, std::string const& name, std::string const& actor, std::string const& page,
                         std::string const& avatar) {
  JsonWriter json(768);
  json.object([&] {
    json.member("subject", "acct:" + name + "@" + urls.domain);
    json.array_member("aliases", [&] {
      json.value(page);
      json.value(actor);
    });
    json.array_member("links", [&] {
      write_link(json, "http://webfinger.net/rel/profile-page", "text/html", page);
      write_link(json, "self", activity_type, actor);
      json.object([&] {
        json.member("rel", "http://ostatus.org/schema/1.0/subscribe");
        json.member("template", urls.base + "/authorize_interaction?uri={uri}");
      });
      if (avatar.starts_with("http")) write_link(json, "http://webfinger.net/rel/avatar", "image/*", avatar);
    });
  });
  return json.take();
}

}  // namespace

std::optional<Handle> read_handle(std::string_view text) {
  if (text.starts_with("acct:")) text.remove_prefix(5);
  if (text.starts_with('@')) text.remove_prefix(1);
  auto const at = text.find('@');
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  auto const name = text.substr(0, at);
  auto const domain = text.substr(at + 1);
  // What stands behind the @ is the authority of a URL, and read as one: names in any script, addresses, ports.
  if (domain.find_first_of("/?#@") != std::string_view::npos || !is_username(name)) return std::nullopt;
  auto const origin = http::parse_url("https://" + std::string(domain));
  if (!origin) return std::nullopt;
  return Handle{std::string(name), origin->authority()};
}

std::optional<Finger> read_webfinger(std::string_view jrd) {
  auto const document = parse(jrd);
  if (!document) return std::nullopt;
  auto const subject = (*document)["subject"].text();
  auto const handle = subject.starts_with("acct:") ? read_handle(subject) : std::nullopt;
  if (!handle) return std::nullopt;
  for (auto const& link : (*document)["links"].items()) {
    auto const type = link["type"].text();
    if (link["rel"].text() != "self" || (type != activity_type && type != profiled_type)) continue;
    auto const href = link["href"].text();
    if (host_of(href).empty()) return std::nullopt;
    return Finger{handle->username, handle->domain, std::string(href)};
  }
  return std::nullopt;
}

std::optional<std::string> read_host_meta(std::string_view xml) {
  for (auto at = xml.find("<Link"); at != std::string_view::npos; at = xml.find("<Link", at + 1)) {
    auto const end = xml.find('>', at);
    if (end == std::string_view::npos) return std::nullopt;
    auto const tag = xml.substr(at, end - at);
    if (attribute(tag, "rel") != "lrdd") continue;
    auto link_template = attribute(tag, "template");
    if (link_template.contains("{uri}")) return link_template;
  }
  return std::nullopt;
}

std::string write_webfinger(Urls const& urls, Account const& account) {
  return write_finger(urls, account.username, account.uri, urls.profile(account.username), account.avatar_url);
}

std::string write_instance_webfinger(Urls const& urls) {
  return write_finger(urls, urls.domain.substr(0, urls.domain.find(':')), urls.instance_actor(), urls.base + "/about",
                      {});
}

}  // namespace dunlin::federation::vocabulary
