#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/platform/config/config.hpp"

namespace dunlin::media {

/// One question to a bucket.
struct S3Request {
  std::string_view method = "GET";
  std::string key;                           // empty for the bucket itself
  std::string query;                         // encoded, in the order of its names: it is signed as it stands
  std::vector<std::string> headers;          // "Name: value"
  std::string_view body;                     // of PUT and POST
  std::string body_file;                     // its path; instead of the body
  std::string into_file;                     // where the answer goes; empty for S3Answer::body
  std::size_t most_bytes = 8 * 1024 * 1024;  // of an answer that goes nowhere else
};
struct S3Answer {
  long status = 0;
  std::string body;
  std::uint64_t whole_bytes = 0;  // of the file, also when only a part was asked for
};

/// Speaks to an S3 service through libcurl, which signs (AWS Signature Version 4). Every call blocks; any thread may.
class S3Client {
 public:
  explicit S3Client(config::S3 settings);
  /// Tries again as often as the settings say when the service does not answer, or not sensibly (5xx). Throws
  /// std::runtime_error when it never does; its answers of 4xx are answers.
  S3Answer send(S3Request const& request) const;
  config::S3 const& settings() const { return settings_; }

 private:
  S3Answer send_once(S3Request const& request) const;
  std::string address(S3Request const& request) const;
  config::S3 const settings_;
  std::string host_;  // as the Host header says it
};

}  // namespace dunlin::media
