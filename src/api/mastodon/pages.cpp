#include "pages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "dunlin/app.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/config/config.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::size_t most_query_bytes = 2048;  // longer queries are not repeated in links

std::int64_t read_cursor(http::Params const& params, std::string_view name) {
  auto const text = params.text(name);
  if (!text || text->empty()) return 0;
  std::int64_t cursor = 0;
  auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), cursor);
  if (end != text->data() + text->size() || error == std::errc::invalid_argument || (*text)[0] == '-')
    throw Refusal{Refusal::Kind::bad_request, "Invalid " + std::string(name)};
  // Clients may ask from "far above everything".
  if (error == std::errc::result_out_of_range) return std::numeric_limits<std::int64_t>::max();
  return cursor;
}

bool is_kept(std::string_view key) {
  static constexpr std::array dropped{"max_id", "since_id", "min_id", "access_token", "bearer_token"};
  return !key.empty() && std::ranges::find(dropped, key) == dropped.end();
}

// The raw query is repeated as it came; only what could end the URL inside the header is escaped.
void append_escaped(std::string& to, std::string_view raw) {
  static constexpr char digits[] = "0123456789ABCDEF";
  for (char const c : raw) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7F || c == '<' || c == '>' || c == '"' || c == '\\') {
      to += '%';
      to += digits[byte >> 4];
      to += digits[byte & 15];
    } else {
      to += c;
    }
  }
}

std::string kept_query(std::string_view query, std::string_view without = {}) {
  std::string kept;
  if (query.size() > most_query_bytes) return kept;
  while (!query.empty()) {
    auto const pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    auto const key = pair.substr(0, pair.find('='));
    if (!is_kept(key) || key == without) continue;
    append_escaped(kept, pair);
    kept += '&';
  }
  return kept;
}

std::string link_base(access::Call const& call, std::string_view without = {}) {
  auto const& target = call.request.target;
  std::string base = "<" + call.app.config.base_url();
  append_escaped(base, std::string_view(target).substr(0, target.find('?')));
  base += '?';
  base += kept_query(call.request.query, without);
  return base;
}

}  // namespace

int read_limit(http::Params const& params, PageSize size) {
  auto const asked = params.integer("limit");
  if (!asked || *asked == 0) return size.standard;
  auto const positive = *asked == std::numeric_limits<std::int64_t>::min() ? size.most : std::abs(*asked);
  return static_cast<int>(std::min<std::int64_t>(positive, size.most));
}

Window read_window(http::Params const& params, PageSize size) {
  return {.max_id = read_cursor(params, "max_id"),
          .since_id = read_cursor(params, "since_id"),
          .min_id = read_cursor(params, "min_id"),
          .limit = read_limit(params, size)};
}

std::string link_header(access::Call const& call, PageEnds ends, PageLinks links) {
  std::string header;
  if (ends.newest == 0) return header;
  auto const base = link_base(call);
  if (links == PageLinks::timeline || ends.full) {
    header += base;
    header += "max_id=";
    header += std::to_string(ends.oldest);
    header += ">; rel=\"next\", ";
  }
  header += base;
  header += links == PageLinks::accounts ? "since_id=" : "min_id=";
  header += std::to_string(ends.newest);
  header += ">; rel=\"prev\"";
  return header;
}

std::string offset_link_header(access::Call const& call, int limit, int offset, bool full) {
  std::string header;
  auto const base = link_base(call, "offset") + "offset=";
  if (full) header += base + std::to_string(offset + limit) + ">; rel=\"next\"";
  if (offset > limit) header += (full ? ", " : "") + base + std::to_string(offset - limit) + ">; rel=\"prev\"";
  return header;
}

access::Reply page(access::Call const& call, std::string body, PageEnds ends, PageLinks links) {
  auto reply = access::json(std::move(body));
  if (auto header = link_header(call, ends, links); !header.empty()) reply.with("Link", std::move(header));
  return reply;
}

}  // namespace dunlin::api::mastodon
