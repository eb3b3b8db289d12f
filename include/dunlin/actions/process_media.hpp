#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Job: makes of an upload what is shown of it. What cannot be played is marked as failed.
struct ProcessMedia {
  static constexpr std::string_view kind = "process_media";
  static constexpr int tries = 3;  // the attempt after them gives it up
  MediaId media;
  std::string to_text() const;
  static ProcessMedia from_text(std::string const&);
};
awaitable<void> process_media(App&, ProcessMedia, jobs::Job const&);

/// An upload of one's own once its job is done, or as it is after a while. Refuses (invalid) when it failed.
awaitable<Media> wait_until_ready(App&, Media media);

}  // namespace dunlin::actions
