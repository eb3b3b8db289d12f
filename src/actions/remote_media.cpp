#include "dunlin/actions/remote_media.hpp"

#include <utility>
#include <vector>

#include "dunlin/actions/kept_files.hpp"
#include "dunlin/actions/media.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/federation/policies.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/media/picture.hpp"
#include "dunlin/media/remote_address.hpp"
#include "dunlin/media/sniff.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/statuses.hpp"

namespace dunlin::actions {
namespace {

namespace remote_files = store::remote_files;

// It passes through memory: what is larger is shown from where it is.
constexpr std::size_t most_copied_bytes = 16 * 1024 * 1024;
constexpr auto copy_patience = std::chrono::seconds(30);
constexpr auto noted_again = std::chrono::hours(1);
constexpr int most_forgotten = 500;

awaitable<bool> is_wanted(App& app, std::string const& domain, std::string const& address) {
  auto const host_of_file = federation::host_of(address);
  if (!co_await federation::may_federate(app, domain.empty() ? host_of_file : domain)) co_return false;
  for (auto host : {domain, host_of_file}) {
    if (host.empty()) continue;
    auto const policy = co_await federation::policy_for(app, std::move(host));
    if (policy && policy->reject_media) co_return false;
  }
  co_return true;
}

/// A picture that is too much for us to draw is too much for others to show.
awaitable<std::optional<Fetched>> draw_small(App& app, std::string bytes) {
  try {
    auto picture = co_await app.cpu.run_patiently([&] { return media::draw_still(bytes); });
    co_return Fetched{std::move(picture.preview.bytes), picture.preview.extension};
  } catch (media::BrokenPicture const&) {
  } catch (media::PictureTooLarge const&) {
  }
  co_return std::nullopt;
}

awaitable<void> drop(App& app, std::vector<std::string> keys) {
  if (!keys.empty()) co_await app.storage.remove(std::move(keys));
}

}  // namespace

std::string CopySource::digest() const {
  return media::remote_digest(address, drawn_small);
}

std::optional<CopySource> copy_source(remote_files::Origin const& origin, bool small) {
  if (!small) return CopySource{origin.url};
  if (!origin.preview_url.empty()) return CopySource{origin.preview_url};
  if (origin.kind == MediaKind::image) return CopySource{origin.url, true};
  return std::nullopt;
}

awaitable<std::optional<std::string>> find_copy(App& app, std::string digest) {
  auto const found = co_await app.db.read([&](db::Tx& tx) { return remote_files::find(tx, digest); });
  if (!found) co_return std::nullopt;
  auto const now = app.clock.now();
  if (now - found->used_at > noted_again)
    co_await app.db.transact([&](db::Tx& tx) { remote_files::touch(tx, digest, now); });
  co_return found->file;
}

awaitable<std::optional<Fetched>> fetch_copy(App& app, std::string domain, CopySource source) {
  if (!co_await is_wanted(app, domain, source.address)) co_return std::nullopt;
  http::Outgoing request{.url = source.address, .most_bytes = most_copied_bytes, .patience = copy_patience};
  http::Incoming answer;
  try {
    answer = co_await app.http.send(std::move(request));
  } catch (http::ClientError const& error) {
    if (error.permanent) co_return std::nullopt;
    throw;
  }
  if (answer.status >= 500 || answer.status == 429 || answer.status == 408)
    throw http::ClientError("status " + std::to_string(answer.status), false);
  auto const type = answer.status == 200 ? media::sniff(answer.body) : std::nullopt;
  if (!type || std::int64_t{type->width} * type->height > media::most_image_pixels) co_return std::nullopt;
  if (source.drawn_small && type->kind == MediaKind::image) co_return co_await draw_small(app, std::move(answer.body));
  co_return Fetched{std::move(answer.body), type->extension};
}

awaitable<std::optional<std::string>> keep_copy(App& app, std::string domain, CopySource source) {
  auto const digest = source.digest();
  auto const fetched = co_await fetch_copy(app, std::move(domain), std::move(source));
  if (!fetched) co_return std::nullopt;
  remote_files::Copy const copy{digest, media::new_key("cache/remote", fetched->extension),
                                static_cast<std::int64_t>(fetched->bytes.size()),
                                crypto::hex(co_await app.cpu.run([&] { return crypto::sha256(fetched->bytes); }))};
  auto const now = app.clock.now();
  auto room = co_await app.db.transact([&](db::Tx& tx) {
    auto taken = remote_files::take_room(tx, copy, app.config.remote_media_bytes, now);
    // Should this process die before it has dropped them.
    if (!taken.evicted.empty()) jobs::enqueue(tx, RemoveFiles{taken.evicted});
    return taken;
  });
  // First these, so that there is never more than may be.
  co_await drop(app, std::move(room.evicted));
  if (!room.shared.empty()) co_return room.shared;
  if (!room.taken) co_return co_await find_copy(app, digest);
  co_await app.storage.put(copy.file, fetched->bytes);
  if (co_await app.db.transact([&](db::Tx& tx) { return remote_files::settle(tx, copy); })) co_return copy.file;
  co_await drop(app, {copy.file});
  co_return std::nullopt;
}

std::string CopyMedia::to_text() const {
  return to_string(status);
}

CopyMedia CopyMedia::from_text(std::string const& text) {
  return {parse_id<StatusId>(text).value_or(StatusId{})};
}

awaitable<void> copy_once(App& app, std::string domain, CopySource source) {
  auto const known = co_await find_copy(app, source.digest());
  if (!known) co_await keep_copy(app, std::move(domain), std::move(source));
}

awaitable<std::optional<std::string>> refresh_copy(App& app, std::string domain, CopySource source) {
  auto former = co_await app.db.transact([&](db::Tx& tx) {
    auto keys = remote_files::drop(tx, source.digest());
    if (!keys.empty()) jobs::enqueue(tx, RemoveFiles{keys});
    return keys;
  });
  co_await drop(app, std::move(former));
  co_return co_await keep_copy(app, std::move(domain), std::move(source));
}

awaitable<void> copy_media(App& app, CopyMedia job, jobs::Job const&) {
  std::vector<remote_files::Origin> origins;
  std::vector<std::string> pictures;
  std::string domain;
  co_await app.db.read([&](db::Tx& tx) {
    origins = remote_files::origins_of(tx, job.status);
    auto const status = store::statuses::find(tx, job.status);
    auto const author = status ? store::accounts::find(tx, status->author) : std::nullopt;
    if (!author || author->is_local()) return;
    domain = author->domain;
    pictures = {author->avatar_url};
    for (auto const& emoji : author->emojis) pictures.push_back(emoji.url);
    for (auto const& emoji : status->emojis) pictures.push_back(emoji.url);
  });
  for (auto const& origin : origins)
    for (bool const small : {true, false})
      if (auto source = copy_source(origin, small)) co_await copy_once(app, origin.domain, *std::move(source));
  for (auto& url : pictures)
    if (!url.empty()) co_await copy_once(app, domain, {std::move(url)});
}

awaitable<int> forget_copies(App& app, Timestamp unused_since) {
  int count = 0;
  for (;;) {
    auto keys = co_await app.db.transact([&](db::Tx& tx) {
      auto gone = remote_files::forget(tx, unused_since, most_forgotten);
      if (!gone.empty()) jobs::enqueue(tx, RemoveFiles{gone});
      return gone;
    });
    if (keys.empty()) co_return count;
    count += static_cast<int>(keys.size());
    co_await drop(app, std::move(keys));
  }
}

}  // namespace dunlin::actions
