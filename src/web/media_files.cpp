// Files that people uploaded, at addresses that never change what they hold.
#include <algorithm>
#include <charconv>
#include <optional>

#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/http/file_body.hpp"
#include "pages.hpp"
#include "stored_file.hpp"

namespace dunlin::web {
namespace {

/// Bytes first to last of a file.
struct Range {
  std::uint64_t first, last;
};
enum class Wanted { all, part, nothing_there };

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// A Range header (RFC 9110, section 14.2). Several ranges, and what cannot be read, mean the whole file.
Wanted read_range(std::string_view header, std::uint64_t size, Range& range) {
  constexpr std::string_view unit = "bytes=";
  if (!header.starts_with(unit)) return Wanted::all;
  header.remove_prefix(unit.size());
  auto const dash = header.find('-');
  if (dash == header.npos) return Wanted::all;
  auto const first = number(header.substr(0, dash)), last = number(header.substr(dash + 1));
  bool const open_end = dash + 1 == header.size();
  if (dash == 0) {
    if (!last) return Wanted::all;
    if (*last == 0 || size == 0) return Wanted::nothing_there;
    range = {size - std::min(*last, size), size - 1};
    return Wanted::part;
  }
  if (!first || (!last && !open_end) || (last && *last < *first)) return Wanted::all;
  if (*first >= size) return Wanted::nothing_there;
  range = {*first, open_end ? size - 1 : std::min(*last, size - 1)};
  return Wanted::part;
}

/// A file's name is random and its bytes never change, so the name is the mark of them.
std::string etag_of(std::string_view key) {
  return "\"" + std::string(key.substr(key.rfind('/') + 1)) + "\"";
}

bool is_unchanged(http::Request const& request, std::string const& etag, Timestamp modified) {
  if (auto const known = request.header("if-none-match"); !known.empty()) return known == "*" || known.contains(etag);
  auto const since = parse_http_date(request.header("if-modified-since"));
  return since && modified <= *since;
}

bool wants_range(http::Request const& request, std::string const& etag, Timestamp modified) {
  auto const condition = request.header("if-range");
  return condition.empty() || condition == etag || condition == http_date(modified);
}

void cut(Reply& reply, http::FileBody& file, std::string_view wanted) {
  auto const size = file.file_bytes();
  Range range{};
  switch (read_range(wanted, size, range)) {
    case Wanted::all:
      return;
    case Wanted::part:
      file.cut(range.first, range.last - range.first + 1);
      reply.status = 206;
      reply.with("Content-Range", "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" +
                                      std::to_string(size));
      return;
    case Wanted::nothing_there:
      file.cut(0, 0);
      reply.status = 416;
      reply.with("Content-Range", "bytes */" + std::to_string(size));
  }
}

}  // namespace

awaitable<Reply> stored_file(Call const& call, std::string key) {
  auto const type = media::type_of_extension(std::string_view(key).substr(key.rfind('.') + 1));
  if (type.empty()) throw not_found();
  auto& storage = call.app.storage;
  auto const file = co_await storage.open(key);
  if (!file && !storage.serves_itself() && media::is_key(key)) co_return redirect(storage.url(key));
  if (!file) throw not_found();
  auto const etag = etag_of(key);
  Reply reply;
  reply.type = type;
  reply.with("Cache-Control", "public, max-age=31536000, immutable")
      .with("Last-Modified", http_date(file->modified()))
      .with("ETag", etag)
      .with("Accept-Ranges", "bytes")
      .with("Access-Control-Allow-Origin", "*");
  if (is_unchanged(call.request, etag, file->modified())) {
    reply.status = 304;
    co_return reply;
  }
  if (wants_range(call.request, etag, file->modified())) cut(reply, *file, call.request.header("range"));
  reply.file = file;
  co_return reply;
}

namespace {

awaitable<Reply> media_file(Call const& call) {
  return stored_file(call, call.at("key"));
}

}  // namespace

void add_media_files(access::Routes& on) {
  on.get(std::string(media::served_below) + "/*key", media_file, {.who = access::Who::nobody});
}

}  // namespace dunlin::web
