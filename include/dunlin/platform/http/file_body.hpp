#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "dunlin/base/time.hpp"

namespace dunlin::http {

/// A stretch of an open file that an answer is made of. It stays whole though the file is removed meanwhile.
class FileBody {
 public:
  /// All of the file. Null when there is none, or it is no plain file. May block.
  static std::shared_ptr<FileBody> open(std::string const& path);
  ~FileBody();
  FileBody(FileBody const&) = delete;
  FileBody& operator=(FileBody const&) = delete;

  std::uint64_t file_bytes() const { return file_bytes_; }
  Timestamp modified() const { return modified_; }
  /// Leaves only these bytes of the file.
  void cut(std::uint64_t first, std::uint64_t length) {
    first_ = first;
    length_ = length;
  }
  std::uint64_t length() const { return length_; }
  /// At most so many bytes of the stretch, from a place in it. Throws std::system_error; blocks.
  std::string read(std::uint64_t at, std::size_t most) const;

 private:
  FileBody(int descriptor, std::uint64_t bytes, Timestamp modified)
      : descriptor_(descriptor), file_bytes_(bytes), modified_(modified), length_(bytes) {}
  int const descriptor_;
  std::uint64_t const file_bytes_;
  Timestamp const modified_;
  std::uint64_t first_ = 0, length_;
};

}  // namespace dunlin::http
