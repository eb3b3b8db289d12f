#include "dunlin/actions/media.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/media.hpp"

namespace dunlin::actions {
namespace {

constexpr auto folder = "media_attachments/files";
constexpr auto kept_unused = std::chrono::hours(24);
constexpr auto sweep_pause = std::chrono::hours(1);
constexpr int most_swept = 500;

void check_size(config::Config const& config, media::Type const& type, std::size_t bytes) {
  auto const is_image = type.kind == MediaKind::image;
  auto const most = is_image ? config.most_image_bytes : config.most_video_bytes;
  if (bytes > most) throw invalid(fmt::format("File file size must be less than {} MB", most / (1024 * 1024)));
  auto const pixels = std::int64_t{type.width} * type.height;
  if (is_image && pixels > media::most_image_pixels)
    throw invalid(fmt::format("{}x{} images are not supported, must be below {} pixels", type.width, type.height,
                              media::most_image_pixels));
}

void say(Media& media, MediaWords words) {
  if (words.description) {
    auto text = clean_text(*words.description);
    if (count_graphemes(text) > most_media_description_characters)
      throw invalid(
          fmt::format("Description is too long (maximum is {} characters)", most_media_description_characters));
    media.description = std::move(text);
  }
  if (!words.focus) return;
  media.focus_x = std::clamp(words.focus->first, -1.0, 1.0);
  media.focus_y = std::clamp(words.focus->second, -1.0, 1.0);
}

}  // namespace

awaitable<Media> upload(App& app, AccountId owner, std::string_view bytes, MediaWords words) {
  auto const type = media::sniff(bytes);
  if (!type) throw Refusal{Refusal::Kind::invalid, "File type of uploaded media could not be verified"};
  check_size(app.config, *type, bytes.size());
  Media media{.account = owner,
              .kind = type->kind,
              .type = std::string(type->name),
              .width = type->width,
              .height = type->height};
  say(media, std::move(words));

  auto const key = media::new_key(folder, type->extension);
  media.url = app.storage.url(key);
  // Before the row that names it: a crash in between leaves a file too many, never a picture too few.
  co_await app.storage.put(key, bytes);
  co_await app.db.transact([&](db::Tx& tx) {
    auto const now = app.clock.now();
    media.id = tx.next_id<MediaId>(now);
    store::media::insert(tx, media, key, now);
  });
  co_return media;
}

Media describe_upload(db::Tx& tx, AccountId owner, MediaId id, MediaWords words) {
  auto upload = store::media::find_own(tx, owner, id);
  if (!upload || upload->attached) throw not_found();
  say(upload->media, std::move(words));
  store::media::describe(tx, upload->media);
  return std::move(upload->media);
}

void discard_upload(db::Tx& tx, AccountId owner, MediaId id) {
  auto file = store::media::remove_loose(tx, owner, id);
  if (file) {
    jobs::enqueue(tx, RemoveFiles{{*std::move(file)}});
    return;
  }
  if (!store::media::find_own(tx, owner, id)) throw not_found();
  throw Refusal{Refusal::Kind::invalid, "Media attachment is currently used by a status"};
}

std::string RemoveFiles::to_text() const {
  std::string text;
  for (auto const& key : keys) text += key + "\n";
  return text;
}

RemoveFiles RemoveFiles::from_text(std::string const& text) {
  RemoveFiles job;
  for (std::size_t at = 0; at < text.size();) {
    auto const end = std::min(text.find('\n', at), text.size());
    if (end > at) job.keys.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return job;
}

awaitable<void> remove_files(App& app, RemoveFiles job, jobs::Job const&) {
  co_await app.storage.remove(std::move(job.keys));
}

awaitable<void> sweep_media(App& app, SweepMedia, jobs::Job const&) {
  auto const now = app.clock.now();
  auto const swept = co_await app.db.transact(
      [&](db::Tx& tx) {
        auto files = store::media::sweep(tx, now - kept_unused, most_swept);
        auto const count = files.size();
        if (count > 0) jobs::enqueue(tx, RemoveFiles{std::move(files)});
        return count;
      },
      db::Urgency::background);
  throw jobs::Later(swept < most_swept ? now + sweep_pause : now);
}

void schedule_media_sweep(db::Tx& tx) {
  jobs::enqueue(tx, SweepMedia(), {.unique_key = "hourly"});
}

}  // namespace dunlin::actions
