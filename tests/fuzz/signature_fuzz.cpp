// Headers of signed requests: the input is a request line, headers, an empty line and a body.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dunlin/base/ascii.hpp"
#include "dunlin/federation/signatures.hpp"

namespace {

std::string_view take_line(std::string_view& text) {
  auto const end = text.find('\n');
  auto const line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

dunlin::http::Request request_of(std::string_view text) {
  dunlin::http::Request request;
  auto const first = take_line(text);
  auto const space = first.find(' ');
  request.method = std::string(first.substr(0, space));
  request.target = space == std::string_view::npos ? "/" : std::string(first.substr(space + 1));
  request.path = request.target.substr(0, request.target.find('?'));
  for (auto line = take_line(text); !line.empty(); line = take_line(text)) {
    auto const colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    request.headers.emplace_back(dunlin::ascii_lower(line.substr(0, colon)), std::string(line.substr(colon + 2)));
  }
  request.body = std::string(text);
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const request = request_of({reinterpret_cast<char const*>(data), size});
  // The time at which the requests of the corpus were signed.
  dunlin::Timestamp const now{std::chrono::seconds(1'767'225'600)};
  (void)dunlin::federation::is_signed(request);
  (void)dunlin::federation::read_claim(request, "https", now);
  return 0;
}
