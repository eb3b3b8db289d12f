// Documents of other servers: whatever they hold, they are read or refused.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dunlin/federation/vocabulary/activity.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/federation/vocabulary/quotes.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace dunlin::federation::vocabulary;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  auto const document = parse(text);
  if (!document) return 0;
  auto const activity = read_activity(*document);
  for (auto const* const node : {&*document, activity ? activity->object : &*document}) {
    (void)read_actor(*node);
    (void)read_vote(*node);
    (void)read_stamp(*node);
    (void)read_key(*node);
    auto const note = read_note(*node);
    if (note) (void)visibility_of(note->addressing, "https://remote.example/followers", note->mentioned);
  }
  return 0;
}
