#include "dunlin/platform/http/file_body.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace dunlin::http {

std::shared_ptr<FileBody> FileBody::open(std::string const& path) {
  int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return nullptr;
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(descriptor);
    return nullptr;
  }
  auto const modified = Timestamp(std::chrono::seconds(facts.st_mtim.tv_sec));
  return std::shared_ptr<FileBody>(new FileBody(descriptor, static_cast<std::uint64_t>(facts.st_size), modified));
}

FileBody::~FileBody() {
  ::close(descriptor_);
}

std::string FileBody::read(std::uint64_t at, std::size_t most) const {
  std::string bytes(std::min<std::uint64_t>(most, length_ - std::min(at, length_)), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    auto const count =
        ::pread(descriptor_, bytes.data() + got, bytes.size() - got, static_cast<off_t>(first_ + at + got));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::system_error(errno, std::generic_category(), "pread");
    if (count == 0) throw std::system_error(EIO, std::generic_category(), "the file became shorter");
    got += static_cast<std::size_t>(count);
  }
  return bytes;
}

}  // namespace dunlin::http
