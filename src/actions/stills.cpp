#include "stills.hpp"

#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/media/picture.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/store/media.hpp"

namespace dunlin::actions {
namespace {

constexpr auto stills_folder = "media_attachments/small";

awaitable<media::Picture> draw(App& app, std::string_view bytes) {
  auto const type = media::sniff(bytes);
  if (!type || type->kind != MediaKind::image || bytes.size() > app.config.most_image_bytes ||
      std::int64_t{type->width} * type->height > media::most_image_pixels)
    throw invalid("Validation failed: Thumbnail content type is invalid");
  try {
    co_return co_await app.cpu.run_patiently([&] { return media::draw_still(bytes); });
  } catch (media::PictureTooLarge const&) {
    throw invalid("Validation failed: Thumbnail has too many pixels");
  } catch (media::BrokenPicture const&) {
    throw invalid("Error processing thumbnail for uploaded media");
  }
}

}  // namespace

awaitable<Still> keep_still(App& app, std::string_view bytes) {
  auto const picture = co_await draw(app, bytes);
  auto const& small = picture.preview;
  auto const key = co_await keep_bytes(app, stills_folder, small.extension, small.bytes);
  co_return Still{key, app.storage.url(key), picture.blurhash, small.width, small.height, picture.colours};
}

bool may_have_still(Media const& media) {
  return media.kind != MediaKind::image && media.kind != MediaKind::unknown;
}

void show(Media& media, Still const& still) {
  media.preview_url = still.url;
  media.blurhash = still.blurhash;
  media.preview_width = still.width;
  media.preview_height = still.height;
  media.colours = still.colours;
}

void replace_still(db::Tx& tx, Media& media, Still const& still) {
  show(media, still);
  settle_files(tx, {still.file});
  auto const former = store::media::replace_preview(tx, media, still.file);
  if (!former.empty()) jobs::enqueue(tx, RemoveFiles{{former}});
}

}  // namespace dunlin::actions
