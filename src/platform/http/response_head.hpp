#pragma once
#include <string>

#include "dunlin/platform/http/message.hpp"

namespace dunlin::http {

struct HeadFacts {
  std::string_view date;  // as in a Date header
  std::string_view id;    // for X-Request-Id; left out when empty
  int version = 11;       // of the request's HTTP
  bool keep_alive = true;
};

/// Appends status line and headers with the blank line behind them. Headers whose name or value could break out
/// of their line are left out.
void append_head(std::string& head, Response const& response, HeadFacts const& facts);

/// Whether an answer of this status has a body at all (RFC 9110, section 6.4.1).
constexpr bool has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

/// {"error":"…"} with the usual words of this status, for requests that never reach a handler.
Response plain_error(int status);

}  // namespace dunlin::http
