#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/access/tokens.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/platform/db/transaction.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::server {

/// One message: who sends it, and what changed. Text, one line each.
std::string write_changes(std::string_view sender, std::span<db::Change const> changes);
/// The changes of a message; empty for one of our own and for one that cannot be read.
std::vector<db::Change> read_changes(std::string_view own, std::string_view message);

/// Makes caches forget what transactions changed: here at once, in other processes through a Redis channel. What
/// may have been missed, because Redis was away, is forgotten altogether.
class Changes {
 public:
  /// How old memory may be while no messages arrive.
  static constexpr Duration oldest_unheard = std::chrono::seconds(5);

  Changes(redis::Redis& redis, store::Records& records, access::Tokens& tokens);
  ~Changes();

  /// For db::Database::on_commit: forgets here, tells the others. Any thread.
  void committed(std::span<db::Change const> changes);
  /// Listens to the others, on the io thread of the executor.
  void start(boost::asio::any_io_executor executor, Duration unheard = oldest_unheard);
  /// Also hears of every change, here and elsewhere, after memory forgot. On whatever thread; set before start().
  void tell(std::function<void(db::Change const&)> listener);
  void stop();

 private:
  struct Ears;
  redis::Redis& redis_;
  std::string channel_;
  std::string process_;
  std::shared_ptr<Ears> ears_;
};

}  // namespace dunlin::server
