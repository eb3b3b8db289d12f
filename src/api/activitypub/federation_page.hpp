#pragma once
#include <string_view>

namespace dunlin::api::activitypub {

/// docs/federation.md, inside the binary (FEP-67ff).
extern std::string_view const federation_page;

}  // namespace dunlin::api::activitypub
