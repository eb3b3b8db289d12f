#pragma once
#include <string>
#include <string_view>

namespace dunlin::http {

/// The body of one request on the disk, in a file without a name: it goes with the request, whatever happens.
/// All of it but bytes() blocks.
class Spool {
 public:
  /// Makes the directory when it is missing. Throws std::system_error.
  explicit Spool(std::string const& directory);
  ~Spool();
  Spool(Spool const&) = delete;

  void append(std::string_view bytes);
  /// The last has come: from now on bytes() has all.
  void finish();
  std::string_view bytes() const { return {start_, finished_ ? size_ : 0}; }

 private:
  int descriptor_;
  std::size_t size_ = 0;
  char const* start_ = nullptr;
  bool finished_ = false;
};

}  // namespace dunlin::http
