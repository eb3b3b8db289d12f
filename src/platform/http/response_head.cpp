#include "response_head.hpp"

#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <charconv>

#include "dunlin/platform/http/file_body.hpp"

namespace dunlin::http {
namespace {

constexpr std::size_t expected_bytes = 512;

bool stays_in_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void append_number(std::string& to, std::size_t number) {
  char digits[24];
  auto const [end, _] = std::to_chars(digits, digits + sizeof digits, number);
  to.append(digits, end);
}

void append_header(std::string& to, std::string_view name, std::string_view value) {
  to.append(name).append(": ").append(value).append("\r\n");
}

std::string_view words_of(int status) {
  auto const words = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  return {words.data(), words.size()};
}

}  // namespace

void append_head(std::string& head, Response const& response, HeadFacts const& facts) {
  head.reserve(expected_bytes);
  if (response.status == 200) {
    head += "HTTP/1.1 200 OK\r\n";
  } else {
    head += "HTTP/1.1 ";
    append_number(head, static_cast<std::size_t>(std::clamp(response.status, 100, 999)));
    head.append(" ").append(words_of(response.status)).append("\r\n");
  }
  append_header(head, "Content-Type",
                response.type.empty() || !stays_in_line(response.type) ? "application/octet-stream" : response.type);
  if (has_body(response.status) && !response.opens) {
    head += "Content-Length: ";
    append_number(head, response.file ? response.file->length() : response.body.size());
    head += "\r\n";
  }
  append_header(head, "Date", facts.date);
  if (!facts.id.empty()) append_header(head, "X-Request-Id", facts.id);
  if (!facts.keep_alive)
    head += "Connection: close\r\n";
  else if (facts.version == 10)
    head += "Connection: keep-alive\r\n";
  for (auto const& [name, value] : response.headers)
    if (stays_in_line(name) && stays_in_line(value)) append_header(head, name, value);
  head += "\r\n";
}

Response plain_error(int status) {
  Response response{.status = status};
  response.body.append(R"({"error":")").append(words_of(status)).append("\"}");
  return response;
}

}  // namespace dunlin::http
