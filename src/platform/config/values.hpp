#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/platform/config/config.hpp"

namespace dunlin::config {

using Get = std::function<std::optional<std::string>(std::string const&)>;

/// Reads typed values by name. A bad one is noted as a Problem and leaves the default in place; unset and
/// empty mean the same.
class Values {
 public:
  Values(Get const& get, std::vector<Problem>& problems) : get_(get), problems_(problems) {}

  std::optional<std::string> text(std::string const& name) const;
  /// Also to nothing.
  bool is_set(std::string const& name) const { return get_(name).has_value(); }
  void text(std::string const& name, std::string& into) const;
  void flag(std::string const& name, bool& into) const;
  void number(std::string const& name, std::int64_t least, std::int64_t most, auto& into) const {
    if (auto const value = integer(name, least, most))
      into = static_cast<std::remove_reference_t<decltype(into)>>(*value);
  }
  /// One of a few words.
  void word(std::string const& name, std::vector<std::string_view> const& words, std::string& into) const;
  /// Comma (or blank) separated; empty elements are dropped.
  std::vector<std::string> list(std::string const& name) const;
  /// IP addresses and networks, put back together with commas.
  void networks(std::string const& name, std::string& into) const;
  /// One IP address to listen on; "localhost" and "*" stand for theirs.
  void address(std::string const& name, std::string& into) const;
  /// A host name, with a port if need be, as ASCII and lower-case.
  std::optional<std::string> host(std::string const& name) const;
  std::optional<std::string> host(std::string const& name, std::string const& text) const;

  void problem(std::string name, std::string what, std::string fix) const {
    problems_.push_back({std::move(name), std::move(what), std::move(fix)});
  }

 private:
  std::optional<std::int64_t> integer(std::string const& name, std::int64_t least, std::int64_t most) const;

  Get const& get_;
  std::vector<Problem>& problems_;
};

/// Reads RATE_LIMITS: on, off, or the limits that are not to be the usual ones.
void read_rate_limits(Values const& values, Config& config);

/// Reads where files lie, which are taken, and how many: PAPERCLIP_*, S3_*, MAX_*, REMOTE_MEDIA*. After the names.
void read_files(Values const& values, Config& config);

/// Reads DATABASE_URL or DB_*, and REDIS_URL or REDIS_*.
void read_stores(Values const& values, Config& config);

}  // namespace dunlin::config
