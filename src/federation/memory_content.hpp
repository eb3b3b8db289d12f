#pragma once
#include "dunlin/federation/memory.hpp"

namespace dunlin::federation {

struct Memory::Content {};

}  // namespace dunlin::federation
