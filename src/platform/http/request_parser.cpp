#include "request_parser.hpp"

#include <algorithm>

#include "ascii.hpp"
#include "dunlin/platform/http/url.hpp"
#include "forwarded.hpp"
#include "utf8.hpp"

namespace dunlin::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::size_t most_headers = 128;
constexpr std::size_t expected_headers = 16;
constexpr std::uint64_t most_reserved_bytes = 256 * 1024;  // a claimed length is believed this far

bool has_control_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

RequestParser::RequestParser(std::size_t most_header_bytes) {
  header_limit(static_cast<std::uint32_t>(most_header_bytes));
  body_limit(boost::none);  // set from the route once the head is read
  eager(false);             // stop there
}

void RequestParser::on_request_impl(beast_http::verb, string_view method, string_view target, int version_,
                                    error_code&) {
  version = version_;
  request.headers.reserve(expected_headers);
  is_head = method == "HEAD";
  request.method = is_head ? "GET" : std::string_view(method.data(), method.size());
  request.target.assign(target.data(), target.size());
}

void RequestParser::on_field_impl(beast_http::field field, string_view name, string_view value, error_code& failure) {
  if (head_done_) return;  // trailers of a chunked body could pass for headers that were checked
  if (request.headers.size() >= most_headers) {
    failure = beast_http::error::header_limit;
    return;
  }
  auto& [key, text] = request.headers.emplace_back();
  key.resize(name.size());
  std::ranges::transform(name, key.begin(), [](char c) { return ascii_lower(c); });
  text.assign(value.data(), value.size());

  if (field == beast_http::field::host)
    ++hosts_;
  else if (field == beast_http::field::content_length)
    contradictory_ |= ++lengths_ > 1 || value.find(',') != string_view::npos;
  else if (field == beast_http::field::transfer_encoding)
    contradictory_ |= !equal_ignoring_case(text, "chunked");
  else if (field == beast_http::field::expect)
    wants_continue = equal_ignoring_case(text, "100-continue");
}

void RequestParser::on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) {
  if (length) request.body.reserve(std::min(*length, most_reserved_bytes));
}

std::size_t RequestParser::on_body_impl(string_view body, error_code&) {
  request.body.append(body.data(), body.size());
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view body, error_code&) {
  request.body.append(body.data(), body.size());
  return body.size();
}

bool RequestParser::accept_head() {
  if (contradictory_ || hosts_ > 1 || (version == 11 && hosts_ == 0)) return false;
  if (version == 10 && chunked()) return false;  // HTTP/1.0 has no chunks: whoever sends them means to confuse
  auto const host = request.header("host");
  if (!host.empty() && !valid_host(host)) return false;
  request.host = ascii_lower(host);

  if (!request.target.starts_with('/') && request.target != "*") {
    auto const url = parse_url(request.target);  // absolute form, as to a proxy
    if (!url) return false;
    request.host = url->authority();
    request.target = url->target;
  }
  std::string_view const target = request.target;
  auto const question = std::min(target.find('?'), target.size());
  auto path = target.substr(0, question);
  request.query = target.substr(std::min(question + 1, target.size()));
  if (target.find('#') != std::string_view::npos) return false;
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (!path.contains('%')) {
    request.path = path;
  } else {
    auto decoded = percent_decode(path);
    if (!decoded) return false;
    request.path = std::move(*decoded);
  }
  return valid_utf8(request.path) && !has_control_characters(request.path);
}

}  // namespace dunlin::http
