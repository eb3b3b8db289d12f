#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "dunlin/media/storage.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/http/file_body.hpp"

namespace dunlin::media {
namespace {

constexpr int disk_threads = 2;
constexpr std::size_t most_key_bytes = 256;

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

void write_whole(std::string const& path, std::string_view bytes) {
  make_directory(parent_of(path));
  auto const draft = path + "." + crypto::hex(crypto::random_bytes(4)) + ".tmp";
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

class LocalStorage final : public Storage {
 public:
  LocalStorage(std::string directory, std::string root_url)
      : directory_(std::move(directory)), root_url_(std::move(root_url)) {}

  awaitable<void> put(std::string key, std::string_view bytes) override {
    co_await disk_.run([&] { write_whole(path(key), bytes); });
  }
  awaitable<void> remove(std::vector<std::string> keys) override {
    co_await disk_.run([&] {
      for (auto const& key : keys)
        if (is_key(key) && ::unlink(path(key).c_str()) != 0 && errno != ENOENT) fail("unlink " + key);
    });
  }
  awaitable<std::shared_ptr<http::FileBody>> open(std::string key) override {
    co_return co_await disk_.run([&] { return is_key(key) ? http::FileBody::open(path(key)) : nullptr; });
  }
  std::string url(std::string_view key) const override { return root_url_ + "/" + std::string(key); }
  std::string path(std::string_view key) const override {
    return is_key(key) ? directory_ + "/" + std::string(key) : std::string();
  }

 private:
  std::string const directory_, root_url_;
  crypto::CpuPool disk_{disk_threads};
};

}  // namespace

std::unique_ptr<Storage> local_storage(std::string directory, std::string const& base_url) {
  return std::make_unique<LocalStorage>(std::move(directory), base_url + served_below);
}

std::string new_key(std::string_view kind, std::string_view extension) {
  auto const name = crypto::hex(crypto::random_bytes(16));
  std::string key(kind);
  key.append("/").append(name, 0, 2).append("/").append(name, 2, 2).append("/").append(name);
  return key.append(".").append(extension);
}

bool is_key(std::string_view text) {
  auto const fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
  };
  // A dot may stand only inside a name: neither "..", nor a hidden file, nor what is still being written.
  return !text.empty() && text.size() <= most_key_bytes && std::ranges::all_of(text, fits) && text.front() != '/' &&
         text.front() != '.' && text.back() != '/' && !text.contains("/.") && !text.contains("//") &&
         !text.contains("..") && !text.ends_with(".tmp");
}

}  // namespace dunlin::media
