#pragma once
#include <string_view>

namespace dunlin::federation::vocabulary {

/// "@context" members, with only the terms that are used.
extern std::string_view const actor_context;
extern std::string_view const note_context;
extern std::string_view const plain_context;

}  // namespace dunlin::federation::vocabulary
