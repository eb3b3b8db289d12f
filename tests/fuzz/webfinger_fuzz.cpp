// Answers about handles, and handles themselves.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/webfinger.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace dunlin::federation;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  (void)vocabulary::read_webfinger(text);
  (void)vocabulary::read_host_meta(text);
  (void)vocabulary::read_handle(text);
  (void)host_of(text);
  return 0;
}
