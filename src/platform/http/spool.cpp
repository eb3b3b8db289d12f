#include "spool.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace dunlin::http {
namespace {

[[noreturn]] void fail(char const* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int open_nameless(std::string const& directory) {
  int const descriptor = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  // Not every file system has nameless files.
  auto path = directory + "/spool.XXXXXX";
  int const named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named < 0) fail("mkostemp");
  ::unlink(path.c_str());
  return named;
}

}  // namespace

Spool::Spool(std::string const& directory) {
  std::filesystem::create_directories(directory);
  descriptor_ = open_nameless(directory);
}

Spool::~Spool() {
  if (start_) ::munmap(const_cast<char*>(start_), size_);
  ::close(descriptor_);
}

void Spool::append(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write");
    bytes.remove_prefix(static_cast<std::size_t>(count));
    size_ += static_cast<std::size_t>(count);
  }
}

void Spool::finish() {
  if (size_ > 0) {
    auto* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor_, 0);
    if (mapped == MAP_FAILED) fail("mmap");
    start_ = static_cast<char const*>(mapped);
  }
  finished_ = true;
}

}  // namespace dunlin::http
