#include "dunlin/federation/memory.hpp"

#include "memory_content.hpp"

namespace dunlin::federation {

Memory::Memory() : content(std::make_unique<Content>()) {}
Memory::~Memory() = default;

Memory::Troubled Memory::troubled(Timestamp now) const {
  return content->hosts.troubled(now);
}

void Memory::forget_policies() {
  content->policies.forget();
}

}  // namespace dunlin::federation
