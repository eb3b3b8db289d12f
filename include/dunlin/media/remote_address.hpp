#pragma once
#include <string>
#include <string_view>

#include "dunlin/domain/ids.hpp"

namespace dunlin::media {

/// The path below which copies of files of other servers are served.
inline constexpr std::string_view copies_below = "/media_proxy";

/// What stands for an address of another server in ours: nobody who does not know that one guesses it. Of a preview
/// that we draw ourselves it is another.
std::string remote_digest(std::string_view address, bool drawn_small = false);

/// "/media_proxy/ID/small/DIGEST"
std::string copy_path(MediaId id, std::string_view size, std::string_view digest);

}  // namespace dunlin::media
