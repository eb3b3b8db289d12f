#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/platform/http/channel.hpp"
#include "dunlin/platform/http/params.hpp"

namespace dunlin::http {

class Spool;
class FileBody;

/// One request as our server read it, within limits. Header names are lower-case.
struct Request {
  std::string method;
  std::string target;  // raw path and query, as on the request line
  std::string path;    // decoded, without query, without a trailing slash (but "/")
  std::string query;   // raw, without "?"
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<Spool const> spool;  // the body, where it is too large for memory; `body` is empty then
  std::string address;                 // of the client, taken from trusted proxies' X-Forwarded-For
  std::string scheme;                  // "http" or "https", as the client sees it
  std::string host;                    // as the client sees it
  std::string id;                      // for logs and X-Request-Id

  /// First value of a header (lower-case name), or empty.
  std::string_view header(std::string_view name) const;
  /// The body, wherever it is.
  std::string_view content() const;
};

/// One answer. Content-Length, Date, X-Request-Id and the CORS headers are put by the server.
struct Response {
  int status = 200;
  std::string type = "application/json; charset=utf-8";
  std::string body;
  std::shared_ptr<FileBody const> file;  // instead of `body`: read from the disk as the client takes it
  std::vector<std::pair<std::string, std::string>> headers;
  /// The connection goes on as a channel: with status 101 as a WebSocket, else as a stream of `type` without an end.
  ChannelOpener opens;

  Response& with(std::string name, std::string value) & {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Response&& with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

}  // namespace dunlin::http
