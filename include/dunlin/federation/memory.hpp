#pragma once
#include <memory>

namespace dunlin::federation {

/// What this process remembers about other servers and keys: parsed keys, bodies on their way out, hosts that
/// do not answer. All of it bounded; losing it costs only time. Built in server/, reached as app.federation.
struct Memory {
  Memory();
  ~Memory();
  Memory(Memory const&) = delete;

  struct Content;  // src/federation/memory_content.hpp
  std::unique_ptr<Content> content;
};

}  // namespace dunlin::federation
