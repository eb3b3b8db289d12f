#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

inline constexpr std::size_t most_media_description_characters = 10'000;

/// What may be said of a file; what is absent stays.
struct MediaWords {
  std::optional<std::string> description;
  std::optional<std::pair<double, double>> focus;  // x and y from -1 to 1
  std::optional<std::string_view> thumbnail;       // a picture that stands for film or sound
  bool keep_camera = false;                        // of a picture: which camera it was and how it was set
};

/// Keeps a file for a status to come. A picture is ready then, film and sound wait for a job. Refuses (invalid) what is
/// none of the types we take, or too large.
awaitable<Media> upload(App&, AccountId owner, std::string_view bytes, MediaWords words);
/// Changes one's own that nothing shows yet; not_found for any other.
awaitable<Media> describe_upload(App&, AccountId owner, MediaId id, MediaWords words);
/// Refuses (invalid) when a status shows it.
void discard_upload(db::Tx&, AccountId owner, MediaId id);

/// Job, every hour: removes uploads that nothing has shown for a day, and what dead processes left.
struct SweepMedia {
  static constexpr std::string_view kind = "media_sweep";
  std::string to_text() const { return {}; }
  static SweepMedia from_text(std::string const&) { return {}; }
};
awaitable<void> sweep_media(App&, SweepMedia, jobs::Job const&);
/// Begins it, unless it has begun before.
void schedule_media_sweep(db::Tx&);

}  // namespace dunlin::actions
