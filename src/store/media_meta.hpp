#pragma once
#include <string>

#include "dunlin/base/json.hpp"
#include "dunlin/domain/status.hpp"

// How what is rarely known of media stands in their column `meta`.
namespace dunlin::store {

std::string media_meta(Media const& media);
void read_media_meta(Json const& meta, Media& media);

}  // namespace dunlin::store
