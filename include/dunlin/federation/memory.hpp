#pragma once
#include <memory>

#include "dunlin/base/time.hpp"

namespace dunlin::federation {

/// What this process remembers about other servers and keys: parsed keys, bodies on their way out, hosts that
/// do not answer. All of it bounded; losing it costs only time. Built in server/, reached as app.federation.
struct Memory {
  Memory();
  ~Memory();
  Memory(Memory const&) = delete;

  /// Servers that are given a rest, and those that are not tried any more.
  struct Troubled {
    int resting = 0, unavailable = 0;
  };
  Troubled troubled(Timestamp now) const;  // any thread

  /// The admin decided something about a domain. Any thread.
  void forget_policies();

  struct Content;  // src/federation/memory_content.hpp
  std::unique_ptr<Content> content;
};

}  // namespace dunlin::federation
