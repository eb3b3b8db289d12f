#include "dunlin/actions/media.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/process_media.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/media/picture.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/kept_files.hpp"
#include "dunlin/store/media.hpp"
#include "stills.hpp"

namespace dunlin::actions {
namespace {

constexpr auto files_folder = "media_attachments/files";
constexpr auto sent_folder = "media_attachments/sent";
constexpr auto previews_folder = "media_attachments/small";
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

void say(Media& media, MediaWords const& words) {
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

/// Draws it anew on the cpu pool, so no more are in work at once than it has threads.
awaitable<media::Picture> draw(App& app, std::string_view bytes, media::Type const& type, media::Camera camera) {
  try {
    co_return co_await app.cpu.run_patiently([&] { return media::draw_picture(bytes, type, camera); });
  } catch (media::PictureTooLarge const& e) {
    throw invalid(fmt::format("This image is not supported: {}", e.what()));
  } catch (media::BrokenPicture const&) {
    throw invalid("Error processing thumbnail for uploaded media");
  }
}

awaitable<store::media::Files> keep_picture(App& app, Media& media, media::Type const& type, std::string_view bytes,
                                            media::Camera camera) {
  auto const picture = co_await draw(app, bytes, type, camera);
  store::media::Files files;
  files.whole = co_await keep_bytes(app, files_folder, picture.whole.extension, picture.whole.bytes);
  files.preview = co_await keep_bytes(app, previews_folder, picture.preview.extension, picture.preview.bytes);
  media.type = media::type_of_extension(picture.whole.extension);
  media.url = app.storage.url(files.whole);
  media.preview_url = app.storage.url(files.preview);
  media.width = picture.whole.width;
  media.height = picture.whole.height;
  media.blurhash = picture.blurhash;
  media.colours = picture.colours;
  co_return files;
}

/// As it was sent, until a job has made of it what will be shown.
awaitable<store::media::Files> keep_as_is(App& app, Media& media, media::Type const& type, std::string_view bytes) {
  media.state = MediaState::waiting;
  if (type.kind == MediaKind::image) media.kind = MediaKind::gifv;
  co_return store::media::Files{.whole = co_await keep_bytes(app, sent_folder, type.extension, bytes)};
}

awaitable<bool> stands_still(App& app, media::Type const& type, std::string_view bytes) {
  if (type.kind != MediaKind::image || type.extension != "gif") co_return type.kind == MediaKind::image;
  try {
    co_return co_await app.cpu.run_patiently([&] { return media::frames_of(bytes) == 1; });
  } catch (media::BrokenPicture const&) {
    throw invalid("Error processing thumbnail for uploaded media");
  }
}

void check_quota(App& app, db::Tx& tx, AccountId owner, std::size_t more) {
  auto const most = app.config.media_quota;
  if (most == 0 || store::kept_files::bytes_of(tx, owner) + static_cast<std::int64_t>(more) <= most) return;
  throw invalid(fmt::format("Your files may take no more than {} MB together", most / (1024 * 1024)));
}

void insert(App& app, db::Tx& tx, Media& media, store::media::Files const& files) {
  auto const now = app.clock.now();
  media.id = tx.next_id<MediaId>(now);
  store::media::insert(tx, media, files, now);
  settle_files(tx, {files.whole, files.preview});
  if (media.state == MediaState::waiting) jobs::enqueue(tx, ProcessMedia{media.id});
}

Media load_loose(db::Tx& tx, AccountId owner, MediaId id) {
  auto upload = store::media::find_own(tx, owner, id);
  if (!upload || upload->attached) throw not_found();
  if (upload->media.state == MediaState::failed) throw invalid("Error processing thumbnail for uploaded media");
  return std::move(upload->media);
}

}  // namespace

awaitable<Media> upload(App& app, AccountId owner, std::string_view bytes, MediaWords words) {
  auto const type = media::sniff(bytes);
  if (!type) throw Refusal{Refusal::Kind::invalid, "File type of uploaded media could not be verified"};
  check_size(app.config, *type, bytes.size());
  if (app.config.media_quota > 0) co_await app.db.read([&](db::Tx& tx) { check_quota(app, tx, owner, bytes.size()); });
  Media media{.account = owner, .kind = type->kind, .type = std::string(type->name)};
  say(media, words);

  auto const camera = words.keep_camera ? media::Camera::keep : media::Camera::forget;
  auto files = co_await stands_still(app, *type, bytes) ? co_await keep_picture(app, media, *type, bytes, camera)
                                                        : co_await keep_as_is(app, media, *type, bytes);
  if (words.thumbnail && may_have_still(media)) {
    auto const still = co_await keep_still(app, *words.thumbnail);
    files.preview = still.file;
    show(media, still);
  }
  co_await app.db.transact([&](db::Tx& tx) { insert(app, tx, media, files); });
  co_return media;
}

awaitable<Media> describe_upload(App& app, AccountId owner, MediaId id, MediaWords words) {
  auto const now = co_await app.db.read([&](db::Tx& tx) { return load_loose(tx, owner, id); });
  std::optional<Still> still;
  if (words.thumbnail && may_have_still(now)) still = co_await keep_still(app, *words.thumbnail);
  co_return co_await app.db.transact([&](db::Tx& tx) {
    auto media = load_loose(tx, owner, id);
    say(media, words);
    store::media::describe(tx, media);
    if (still) replace_still(tx, media, *still);
    return media;
  });
}

void discard_upload(db::Tx& tx, AccountId owner, MediaId id) {
  auto files = store::media::remove_loose(tx, owner, id);
  if (files) {
    jobs::enqueue(tx, RemoveFiles{*std::move(files)});
    return;
  }
  if (!store::media::find_own(tx, owner, id)) throw not_found();
  throw Refusal{Refusal::Kind::invalid, "Media attachment is currently used by a status"};
}

awaitable<void> sweep_media(App& app, SweepMedia, jobs::Job const&) {
  auto const now = app.clock.now();
  auto const swept = co_await app.db.transact(
      [&](db::Tx& tx) {
        auto files = store::media::sweep(tx, now - kept_unused, most_swept);
        auto const count = files.size();
        auto left = store::kept_files::settle_old(tx, now - kept_unused, most_swept);
        files.insert(files.end(), left.begin(), left.end());
        if (!files.empty()) jobs::enqueue(tx, RemoveFiles{std::move(files)});
        return count;
      },
      db::Urgency::background);
  co_await app.storage.remove_drafts(now - kept_unused);
  throw jobs::Later(swept < most_swept ? now + sweep_pause : now);
}

void schedule_media_sweep(db::Tx& tx) {
  jobs::enqueue(tx, SweepMedia(), {.unique_key = "hourly"});
}

}  // namespace dunlin::actions
