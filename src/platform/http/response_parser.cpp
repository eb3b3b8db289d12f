#include "response_parser.hpp"

#include <algorithm>

#include "ascii.hpp"

namespace dunlin::http {
namespace {

constexpr std::uint32_t most_header_bytes = 64 * 1024;
constexpr std::size_t most_answer_headers = 256;
constexpr std::uint64_t most_reserved_answer_bytes = 256 * 1024;  // a claimed length is believed this far

}  // namespace

ResponseParser::ResponseParser(std::size_t most_body_bytes) {
  header_limit(most_header_bytes);
  body_limit(most_body_bytes);
  eager(true);
}

void ResponseParser::on_field_impl(boost::beast::http::field, string_view name, string_view value,
                                   error_code& failure) {
  if (head_done_) return;  // trailers
  if (incoming.headers.size() >= most_answer_headers) {
    failure = boost::beast::http::error::header_limit;
    return;
  }
  incoming.headers.emplace_back(ascii_lower(std::string_view(name.data(), name.size())),
                                std::string(value.data(), value.size()));
}

void ResponseParser::on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) {
  if (length) incoming.body.reserve(std::min(*length, most_reserved_answer_bytes));
}

std::size_t ResponseParser::on_body_impl(string_view body, error_code&) {
  incoming.body.append(body.data(), body.size());
  return body.size();
}

std::size_t ResponseParser::on_chunk_body_impl(std::uint64_t, string_view body, error_code&) {
  incoming.body.append(body.data(), body.size());
  return body.size();
}

}  // namespace dunlin::http
