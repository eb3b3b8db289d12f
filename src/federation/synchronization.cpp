#include "dunlin/federation/synchronization.hpp"

#include <algorithm>

#include "covered.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "fetch.hpp"

namespace dunlin::federation {
namespace {

constexpr int most_pages = 10;
constexpr std::size_t most_listed = 50'000;
constexpr std::size_t most_header_bytes = 4096;
constexpr std::size_t digest_bytes = 32;

/// SHA-256s laid over each other.
struct Overlay {
  std::string bytes = std::string(digest_bytes, '\0');
  void add(std::string_view uri) {
    auto const hash = crypto::sha256(uri);
    for (std::size_t i = 0; i < digest_bytes; ++i) bytes[i] = static_cast<char>(bytes[i] ^ hash[i]);
  }
};

/// The value of `name="…"` in a list of such.
std::string parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = 0; (at = header.find(name, at)) != std::string_view::npos; ++at) {
    bool const begins = at == 0 || header[at - 1] == ',' || header[at - 1] == ' ';
    auto rest = header.substr(at + name.size());
    if (!begins || !rest.starts_with("=\"")) continue;
    rest.remove_prefix(2);
    auto const end = rest.find('"');
    if (end != std::string_view::npos) return std::string(rest.substr(0, end));
  }
  return {};
}

void collect(vocabulary::Node const& page, std::vector<std::string>& into) {
  for (auto const* const name : {"orderedItems", "items"})
    for (auto const& item : page[name].items())
      if (into.size() < most_listed) into.emplace_back(item.reference());
}

/// The page behind a link, or the one that stands here itself.
awaitable<std::optional<vocabulary::Node>> page_of(App& app, vocabulary::Node const& link, std::string const& host) {
  if (link.is_map()) co_return link;
  auto const url = std::string(link.reference());
  if (url.empty() || host_of(url) != host) co_return std::nullopt;
  auto fetched = co_await fetch(app, url);
  if (fetched.outcome != Fetched::Outcome::document) co_return std::nullopt;
  co_return std::move(fetched.document);
}

}  // namespace

std::string write_synchronization(Synchronization const& said) {
  return "collectionId=\"" + said.collection + "\", digest=\"" + said.digest + "\", url=\"" + said.url + '"';
}

std::optional<Synchronization> synchronization_of(http::Request const& request) {
  auto const name = lower_case(synchronization_header);
  if (count_header(request, name) != 1) return std::nullopt;
  // The names that a signature covers stand in one of these, in both kinds; whoever could name it there without
  // covering it has signed that too.
  bool const newer = count_header(request, "signature-input") > 0;
  auto const covered = lower_case(request.header(newer ? "signature-input" : "signature"));
  if (!covered.contains(name)) return std::nullopt;
  auto const header = request.header(name);
  if (header.size() > most_header_bytes) return std::nullopt;
  Synchronization said{parameter(header, "collectionId"), parameter(header, "digest"), parameter(header, "url")};
  if (said.collection.empty() || said.digest.size() != 2 * digest_bytes || host_of(said.url).empty())
    return std::nullopt;
  return said;
}

std::string followers_digest(std::span<std::string const> uris) {
  Overlay overlay;
  for (auto const& uri : uris) overlay.add(uri);
  return crypto::hex(overlay.bytes);
}

std::map<std::string, std::string, std::less<>> digests_by_origin(std::span<std::string const> uris) {
  std::map<std::string, Overlay> overlays;
  for (auto const& uri : uris) overlays[origin_of(uri)].add(uri);
  std::map<std::string, std::string, std::less<>> digests;
  for (auto const& [origin, overlay] : overlays) digests[origin] = crypto::hex(overlay.bytes);
  return digests;
}

std::string origin_of(std::string_view url) {
  auto const scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return std::string(url.substr(0, url.find('/', scheme + 3)));
}

std::string synchronization_url(Account const& account) {
  return account.uri + "/followers_synchronization";
}

awaitable<std::optional<std::vector<std::string>>> listed_followers(App& app, Synchronization const& announced) {
  auto const host = host_of(announced.url);
  auto fetched = co_await fetch(app, announced.url);
  if (fetched.outcome != Fetched::Outcome::document) co_return std::nullopt;
  std::vector<std::string> listed;
  auto page = std::move(fetched.document);
  collect(page, listed);
  for (int pages = 1; pages < most_pages; ++pages) {
    auto const& next = page["first"].nothing() ? page["next"] : page["first"];
    if (next.nothing()) break;
    auto following = co_await page_of(app, next, host);
    if (!following) co_return std::nullopt;
    page = std::move(*following);
    collect(page, listed);
  }
  if (followers_digest(listed) != lower_case(announced.digest)) co_return std::nullopt;
  co_return listed;
}

}  // namespace dunlin::federation
