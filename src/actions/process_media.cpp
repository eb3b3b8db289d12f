#include "dunlin/actions/process_media.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>
#include <vector>

#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/media/film.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/store/media.hpp"
#include "stills.hpp"

namespace dunlin::actions {
namespace {

namespace fs = std::filesystem;
using store::media::Files;

constexpr auto made_folder = "media_attachments/files";
constexpr std::size_t most_sniffed = 4096, most_still_bytes = 64 * 1024 * 1024;
constexpr auto look_again = std::chrono::milliseconds(250);
constexpr int most_looks = 4 * 90;

std::string contents(std::string const& path, std::size_t most) {
  std::string bytes(std::min<std::size_t>(most, fs::file_size(path)), '\0');
  std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

/// Nothing for what is broken.
awaitable<std::optional<media::Film>> convert(App& app, std::string const& file, std::string const& work) {
  auto const path = co_await app.storage.fetch(file, work);
  if (path.empty()) co_return std::nullopt;
  auto const type = co_await app.cpu.run([&] { return media::sniff(contents(path, most_sniffed)); });
  if (!type) co_return std::nullopt;
  try {
    co_return co_await media::convert_film({app.config.ffmpeg, app.config.most_video_bytes}, path, *type, work);
  } catch (media::BrokenFilm const&) {
    co_return std::nullopt;
  }
}

/// Its own, unless it was given another.
awaitable<void> keep_own_still(App& app, Media& media, Files& files, std::string const& path) {
  if (path.empty() || !files.preview.empty()) co_return;
  auto const bytes = co_await app.cpu.run([&] { return contents(path, most_still_bytes); });
  try {
    auto const still = co_await keep_still(app, bytes);
    files.preview = still.file;
    show(media, still);
  } catch (Refusal const& refusal) {
    if (refusal.kind == Refusal::Kind::unavailable) throw;
    // A cover that is no picture: it has none then.
  }
}

/// `kept` were made for it just now.
awaitable<void> finish(App& app, Media const& media, Files const& files, std::vector<std::string> const& kept = {}) {
  co_await app.db.transact([&](db::Tx& tx) {
    auto former = store::media::finish(tx, media, files);
    if (!former) former = std::vector{files.whole, files.preview};
    std::erase(*former, std::string());
    settle_files(tx, kept);
    if (!former->empty()) jobs::enqueue(tx, RemoveFiles{*std::move(former)});
  });
}

awaitable<void> keep(App& app, Media media, Files files, media::Film const& film) {
  media.kind = film.kind;
  media.type = media::type_of_extension(film.extension);
  media.width = film.width;
  media.height = film.height;
  media.playing = film.playing;
  media.state = MediaState::ready;
  auto const given = files.preview;
  co_await keep_own_still(app, media, files, film.still_path);
  files.whole = co_await keep_file(app, made_folder, film.extension, film.path);
  media.url = app.storage.url(files.whole);
  co_await finish(app, media, files, {files.whole, given.empty() ? files.preview : std::string()});
}

awaitable<void> give_up(App& app, store::media::Waiting const& waiting) {
  auto failed = waiting.media;
  failed.state = MediaState::failed;
  co_await finish(app, failed, {.whole = {}, .preview = waiting.files.preview});
}

awaitable<void> process(App& app, ProcessMedia job, std::string const& work, bool hopeless) {
  auto const waiting = co_await app.db.read([&](db::Tx& tx) { return store::media::find_waiting(tx, job.media); });
  if (!waiting) co_return;
  auto const film = hopeless ? std::nullopt : co_await convert(app, waiting->files.whole, work);
  if (film)
    co_await keep(app, waiting->media, waiting->files, *film);
  else
    co_await give_up(app, *waiting);
}

}  // namespace

std::string ProcessMedia::to_text() const {
  return to_string(media);
}

ProcessMedia ProcessMedia::from_text(std::string const& text) {
  return {parse_id<MediaId>(text).value_or(MediaId{})};
}

awaitable<void> process_media(App& app, ProcessMedia job, jobs::Job const& run) {
  auto const name = to_string(job.media);
  // Also for one that was finished by a process that died before it had tidied up.
  auto const work = co_await app.storage.begin_work(name);
  std::exception_ptr failure;
  try {
    co_await process(app, job, work, run.attempt > ProcessMedia::tries);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await app.storage.end_work(name);
  if (failure) std::rethrow_exception(failure);
}

awaitable<Media> wait_until_ready(App& app, Media media) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  for (int looks = 0; media.state == MediaState::waiting && looks < most_looks; ++looks) {
    timer.expires_after(look_again);
    co_await timer.async_wait(boost::asio::use_awaitable);
    auto found = co_await app.db.read([&](db::Tx& tx) { return store::media::find_own(tx, media.account, media.id); });
    if (!found) throw not_found();
    media = std::move(found->media);
  }
  if (media.state == MediaState::failed) throw invalid("Error processing thumbnail for uploaded media");
  co_return media;
}

}  // namespace dunlin::actions
