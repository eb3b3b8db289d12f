#pragma once
#include <memory>
#include <optional>
#include <string_view>

#include "dunlin/platform/redis/redis.hpp"

struct redisReader;

namespace dunlin::redis {

/// Cuts what Redis sends into answers: hiredis' parser, building our own values.
class Answers {
 public:
  Answers();
  void feed(std::string_view bytes);
  /// The next whole answer; nothing until more bytes are fed. Throws Error on bytes that are no answer.
  std::optional<Value> next();

 private:
  struct Free {
    void operator()(redisReader*) const;
  };
  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace dunlin::redis
