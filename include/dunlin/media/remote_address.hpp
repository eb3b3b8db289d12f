#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/domain/ids.hpp"

namespace dunlin::media {

/// The path below which copies of files of other servers are served.
inline constexpr std::string_view copies_below = "/media_proxy";

/// What stands for an address of another server in ours: nobody who does not know that one guesses it. Of a preview
/// that we draw ourselves it is another.
std::string remote_digest(std::string_view address, bool drawn_small = false);

/// "/media_proxy/ID/small/DIGEST"
std::string copy_path(MediaId id, std::string_view size, std::string_view digest);

/// A file of another server, and that server; empty where only the address is known.
struct RemoteAddress {
  std::string domain, url;
};
/// Where readers find a copy of it: with us, unless it is ours already or REMOTE_MEDIA is off. Of what no row of media
/// describes: avatars, headers, emoji, pictures of links.
std::string shown_address(App const& app, std::string const& url, std::string_view domain = {});
/// What such an address stands for: the two parts of its path. Nothing when it was not made by us.
std::optional<RemoteAddress> read_shown_address(App const& app, std::string_view seal, std::string_view text);

}  // namespace dunlin::media
