#include "dunlin/actions/kept_files.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "dunlin/base/refusal.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/store/kept_files.hpp"
#include "dunlin/store/secrets.hpp"

namespace dunlin::actions {
namespace {

namespace kept_files = store::kept_files;

awaitable<std::string> claim(App& app, std::string_view kind, std::string_view extension, std::string const& sha256,
                             std::uint64_t bytes) {
  auto key = media::content_key(kind, extension, app.secrets.key, sha256);
  co_return co_await app.db.transact([&](db::Tx& tx) {
    auto const now = app.clock.now();
    if (kept_files::claim(tx, key, bytes, now)) return key;
    // It is just being removed. Nobody waits for that: this time the bytes get a name of their own.
    auto other = media::new_key(kind, extension);
    kept_files::claim(tx, other, bytes, now);
    return other;
  });
}

/// Why the storage does not take it is the admin's affair.
[[noreturn]] void cannot_keep(std::exception const& error) {
  log::error("cannot keep a file: {}", error.what());
  throw Refusal{Refusal::Kind::unavailable, "Files cannot be kept at the moment. Please try again later"};
}

}  // namespace

awaitable<std::string> keep_bytes(App& app, std::string_view kind, std::string_view extension, std::string_view bytes) {
  auto const digest = co_await app.cpu.run([&] { return crypto::sha256(bytes); });
  auto key = co_await claim(app, kind, extension, digest, bytes.size());
  try {
    co_await app.storage.put(key, bytes);
  } catch (std::runtime_error const& error) {
    cannot_keep(error);
  }
  co_return key;
}

awaitable<std::string> keep_file(App& app, std::string_view kind, std::string_view extension, std::string path) {
  std::uint64_t size = 0;
  auto const digest = co_await app.cpu.run_patiently([&] {
    size = std::filesystem::file_size(path);
    return crypto::sha256_of_file(path);
  });
  auto key = co_await claim(app, kind, extension, digest, size);
  co_await app.storage.put_file(key, std::move(path));
  co_return key;
}

void settle_files(db::Tx& tx, std::vector<std::string> keys) {
  std::erase(keys, std::string());
  if (!keys.empty()) kept_files::settle(tx, keys);
}

void drop_files(db::Tx& tx, std::vector<std::string> keys) {
  std::erase(keys, std::string());
  if (keys.empty()) return;
  kept_files::settle(tx, keys);
  jobs::enqueue(tx, RemoveFiles{std::move(keys)});
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

awaitable<void> remove_files(App& app, RemoveFiles job, jobs::Job const& run) {
  auto const doomed = co_await app.db.transact([&](db::Tx& tx) { return kept_files::doom(tx, job.keys, run.id); },
                                               db::Urgency::background);
  if (doomed.empty()) co_return;
  co_await app.storage.remove(doomed);
  co_await app.db.transact([&](db::Tx& tx) { kept_files::bury(tx, doomed, run.id); }, db::Urgency::background);
}

}  // namespace dunlin::actions
