#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "dunlin/media/storage.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/file_body.hpp"

namespace dunlin::media {
namespace {

namespace fs = std::filesystem;

// What is being written or worked on stands in folders that no key leads to.
constexpr auto drafts_below = "/.drafts", works_below = "/.work";
constexpr int disk_threads = 2;

[[noreturn]] void fail(std::string const& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// A file descriptor, closed at the end.
class Descriptor {
 public:
  Descriptor(std::string const& path, int flags, mode_t mode = 0)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
    if (number_ < 0) fail("open " + path);
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(Descriptor const&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      auto const count = ::write(number_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("write");
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void sync() const {
    if (::fsync(number_) != 0) fail("fsync");
  }

 private:
  int number_;
};

void sync_directory(std::string const& path) {
  Descriptor(path.empty() ? "." : path, O_RDONLY | O_DIRECTORY).sync();
}

std::string parent_of(std::string const& path) {
  auto const slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, std::max<std::size_t>(slash, 1));
}

/// With all that lie above it; what is new is on the disk when this returns.
void make_directory(std::string const& path) {
  if (path.empty() || ::mkdir(path.c_str(), 0755) == 0) {
    if (!path.empty()) sync_directory(parent_of(path));
    return;
  }
  if (errno == EEXIST) return;
  if (errno != ENOENT) fail("mkdir " + path);
  make_directory(parent_of(path));
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) fail("mkdir " + path);
  sync_directory(parent_of(path));
}

void write_whole(std::string const& path, std::string_view bytes, std::string const& drafts) {
  make_directory(parent_of(path));
  make_directory(drafts);
  auto const draft = drafts + "/" + crypto::hex(crypto::random_bytes(8)) + ".tmp";
  try {
    {
      Descriptor const file(draft, O_WRONLY | O_CREAT | O_EXCL, 0644);
      file.write(bytes);
      file.sync();
    }
    if (::rename(draft.c_str(), path.c_str()) != 0) fail("rename " + draft);
  } catch (...) {
    ::unlink(draft.c_str());
    throw;
  }
  sync_directory(parent_of(path));
}

Timestamp modified(fs::directory_entry const& entry) {
  return std::chrono::time_point_cast<Duration>(std::chrono::file_clock::to_sys(entry.last_write_time()));
}

std::vector<fs::directory_entry> sorted(fs::path const& folder) {
  std::vector<fs::directory_entry> entries;
  std::error_code gone;
  for (auto const& entry : fs::directory_iterator(folder, gone)) entries.push_back(entry);
  std::ranges::sort(entries, {}, [](auto const& entry) { return entry.path().filename(); });
  return entries;
}

/// Files in the order of the parts of their keys; folders that have none of those asked for stay shut.
class Walk {
 public:
  Walk(std::string_view prefix, std::string_view after, std::function<void(Stored const&)> const& take)
      : prefix_(prefix), after_(after), take_(take) {}

  void enter(fs::path const& folder, std::string const& name) const {
    for (auto const& entry : sorted(folder)) {
      auto const key = name + entry.path().filename().string();
      std::error_code gone;
      if (entry.is_directory(gone)) {
        auto const below = key + "/";
        bool const on_the_way = below.starts_with(prefix_) || prefix_.starts_with(below);
        if (is_key(key) && on_the_way && !is_behind(key)) enter(entry.path(), below);
      } else if (is_key(key) && key.starts_with(prefix_) && after_ < fs::path(key)) {
        show(entry, key);
      }
    }
  }

 private:
  /// Whether all below it comes before what is asked for.
  bool is_behind(fs::path const& folder) const {
    return folder < after_ && std::ranges::mismatch(folder, after_).in1 != folder.end();
  }
  void show(fs::directory_entry const& entry, std::string const& key) const {
    std::error_code gone;
    auto const bytes = entry.file_size(gone);
    if (!gone) take_({key, bytes, modified(entry)});
  }
  std::string const prefix_;
  fs::path const after_;
  std::function<void(Stored const&)> const& take_;
};

/// Both must be on one file system: what is made lies in a folder of the storage.
void move_whole(std::string const& from, std::string const& to) {
  make_directory(parent_of(to));
  Descriptor(from, O_RDONLY).sync();
  if (::rename(from.c_str(), to.c_str()) != 0) fail("rename " + from);
  sync_directory(parent_of(to));
}

class LocalStorage final : public Storage {
 public:
  LocalStorage(std::string directory, std::string root_url)
      : directory_(std::move(directory)), root_url_(std::move(root_url)) {}

  awaitable<void> put(std::string key, std::string_view bytes) override {
    co_await disk_.run([&] {
      if (::access(path(key).c_str(), F_OK) != 0) write_whole(path(key), bytes, directory_ + drafts_below);
    });
  }
  awaitable<void> put_file(std::string key, std::string path_now) override {
    co_await disk_.run([&] { move_whole(path_now, path(key)); });
  }
  awaitable<void> remove(std::vector<std::string> keys) override {
    co_await disk_.run([&] {
      for (auto const& key : keys)
        if (is_key(key) && ::unlink(path(key).c_str()) != 0 && errno != ENOENT) fail("unlink " + key);
    });
  }
  void each(std::string_view prefix, std::string_view after,
            std::function<void(Stored const&)> const& take) const override {
    Walk(prefix, after, take).enter(directory_, "");
  }
  awaitable<void> remove_drafts(Timestamp before) override {
    co_await disk_.run([&] {
      for (auto const* folder : {drafts_below, works_below})
        for (auto const& entry : sorted(directory_ + folder))
          if (modified(entry) < before) fs::remove_all(entry.path());
    });
  }
  std::string work_folder(std::string_view name) const override {
    return directory_ + works_below + "/" + std::string(name);
  }
  awaitable<std::string> begin_work(std::string name) override {
    auto folder = work_folder(name);
    co_await disk_.run([&] {
      fs::remove_all(folder);
      fs::create_directories(folder);
    });
    co_return folder;
  }
  awaitable<void> end_work(std::string name) override {
    co_await disk_.run([folder = work_folder(name)] { fs::remove_all(folder); });
  }
  awaitable<std::shared_ptr<http::FileBody>> open(std::string key) override {
    co_return co_await disk_.run([&] { return is_key(key) ? http::FileBody::open(path(key)) : nullptr; });
  }
  awaitable<std::string> fetch(std::string key, std::string) override {
    co_return co_await disk_.run(
        [&] { return is_key(key) && ::access(path(key).c_str(), R_OK) == 0 ? path(key) : std::string(); });
  }
  awaitable<std::optional<Glimpse>> look(std::string key, std::size_t most) override {
    co_return co_await disk_.run([&]() -> std::optional<Glimpse> {
      auto const file = is_key(key) ? http::FileBody::open(path(key)) : nullptr;
      if (!file) return std::nullopt;
      return Glimpse{file->file_bytes(), file->read(0, most)};
    });
  }
  bool serves_itself() const override { return true; }
  std::string url(std::string_view key) const override { return root_url_ + "/" + std::string(key); }

 private:
  std::string path(std::string_view key) const { return directory_ + "/" + std::string(key); }

  std::string const directory_, root_url_;
  crypto::CpuPool disk_{disk_threads, 0};
};

}  // namespace

std::unique_ptr<Storage> local_storage(std::string directory, std::string root_url) {
  return std::make_unique<LocalStorage>(std::move(directory), std::move(root_url));
}

}  // namespace dunlin::media
