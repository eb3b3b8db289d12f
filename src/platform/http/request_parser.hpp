#pragma once
#include <boost/beast/http/basic_parser.hpp>

#include "dunlin/platform/http/message.hpp"

namespace dunlin::http {

/// Reads one HTTP/1 request straight into our Request, refusing what proxies and servers are known to read
/// differently from each other.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  explicit RequestParser(std::size_t most_header_bytes);

  /// Valid once the head is there; its body grows until is_done().
  Request request;
  bool is_head = false;         // the method was HEAD; request.method says GET
  bool wants_continue = false;  // Expect: 100-continue
  int version = 11;
  /// Checks the head as a whole and fills path and host. False: the request is to be answered with 400.
  bool accept_head();

 private:
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;
  void on_request_impl(boost::beast::http::verb, string_view method, string_view target, int version,
                       error_code&) override;
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code&) override;
  void on_header_impl(error_code&) override { head_done_ = true; }
  void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override;
  std::size_t on_body_impl(string_view body, error_code&) override;
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override;
  void on_finish_impl(error_code&) override {}

  bool head_done_ = false;
  bool contradictory_ = false;
  int hosts_ = 0, lengths_ = 0;
};

}  // namespace dunlin::http
