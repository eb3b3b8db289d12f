// Text as people type it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dunlin/domain/count.hpp"
#include "dunlin/domain/format.hpp"
#include "dunlin/domain/sanitise.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace dunlin;
  auto const text = clean_text({reinterpret_cast<char const*>(data), size});
  auto const resolve = [](std::string const& handle) -> std::optional<MentionLink> {
    if (handle.size() % 2 != 0) return std::nullopt;
    return MentionLink{handle, handle, "https://home.example/@" + handle};
  };
  for (bool const field : {false, true}) {
    auto const html = format(text, {.base_url = "https://home.example", .resolve = resolve, .profile_field = field});
    if (html.text().contains("<script")) std::abort();
  }
  (void)mentioned_handles(text);
  (void)typed_hashtags(text);
  (void)count_graphemes(text);
  return 0;
}
