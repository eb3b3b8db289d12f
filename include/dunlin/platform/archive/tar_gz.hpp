#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dunlin::archive {

/// A file that is no .tar.gz, or cannot be read or written.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Hands out every plain file of a .tar.gz in its order, with its name without folders. Of what is larger than
/// `most_bytes` only that many bytes and one more are read. Throws Error, also beyond 20,000 files.
void read_tar_gz(std::string const& path, std::size_t most_bytes,
                 std::function<void(std::string_view name, std::string bytes)> const& take);

/// Writes a .tar.gz, in place of one that is there. Not whole before close(). Throws Error.
class TarGzWriter {
 public:
  explicit TarGzWriter(std::string const& path);
  ~TarGzWriter();
  void add(std::string const& name, std::string_view bytes);
  void close();

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace dunlin::archive
