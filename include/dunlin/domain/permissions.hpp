#pragma once
#include <cstdint>

/// The bits of a role (behaviours.md, "OAuth") that something here asks for.
namespace dunlin::permissions {

inline constexpr std::int64_t manage_reports = 16;
inline constexpr std::int64_t manage_federation = 32;

}  // namespace dunlin::permissions
