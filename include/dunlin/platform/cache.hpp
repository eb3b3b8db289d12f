#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace dunlin {

/// Records by key, bounded in bytes, least recently used first out. Any thread.
///
/// A reader takes stamp() before it asks the database and hands it to put(): what was forgotten in between is
/// not stored, so an old row never outlives the change that replaced it.
template <class Key, class Record>
class Cache {
 public:
  using Pointer = std::shared_ptr<Record const>;
  explicit Cache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// The record, or null.
  Pointer find(Key const& key) {
    std::scoped_lock const lock(mutex_);
    auto const at = index_.find(key);
    if (at == index_.end()) {
      ++misses_;
      return nullptr;
    }
    ++hits_;
    entries_.splice(entries_.begin(), entries_, at->second);
    return at->second->record;
  }

  std::uint64_t stamp() const {
    std::scoped_lock const lock(mutex_);
    return now_;
  }

  /// Stores the record unless its key was forgotten since the stamp was taken. `bytes` is an estimate.
  void put(Key const& key, Pointer record, std::size_t bytes, std::uint64_t stamp) {
    std::scoped_lock const lock(mutex_);
    if (stamp < forgotten_before_) return;
    if (auto const when = forgotten_.find(key); when != forgotten_.end() && when->second > stamp) return;
    if (auto const at = index_.find(key); at != index_.end()) drop(at->second);
    entries_.push_front({key, std::move(record), bytes + overhead});
    index_[key] = entries_.begin();
    bytes_ += bytes + overhead;
    while (bytes_ > most_bytes_ && !entries_.empty()) drop(std::prev(entries_.end()));
  }

  void forget(Key const& key) {
    std::scoped_lock const lock(mutex_);
    ++now_;
    // Remembering every forgotten key for ever would leak: past a bound, older stamps are all refused instead.
    if (forgotten_.size() >= most_forgotten) {
      forgotten_.clear();
      forgotten_before_ = now_;
    }
    forgotten_[key] = now_;
    if (auto const at = index_.find(key); at != index_.end()) drop(at->second);
  }

  void clear() {
    std::scoped_lock const lock(mutex_);
    forgotten_before_ = ++now_;
    forgotten_.clear();
    entries_.clear();
    index_.clear();
    bytes_ = 0;
  }

  std::size_t bytes() const {
    std::scoped_lock const lock(mutex_);
    return bytes_;
  }
  std::int64_t hits() const {
    std::scoped_lock const lock(mutex_);
    return hits_;
  }
  std::int64_t misses() const {
    std::scoped_lock const lock(mutex_);
    return misses_;
  }

 private:
  static constexpr std::size_t overhead = 128;  // list and table nodes
  static constexpr std::size_t most_forgotten = 4096;
  struct Entry {
    Key key;
    Pointer record;
    std::size_t bytes;
  };
  using Entries = std::list<Entry>;

  void drop(typename Entries::iterator entry) {
    bytes_ -= entry->bytes;
    index_.erase(entry->key);
    entries_.erase(entry);
  }

  mutable std::mutex mutex_;
  Entries entries_;
  std::unordered_map<Key, typename Entries::iterator> index_;
  std::unordered_map<Key, std::uint64_t> forgotten_;
  std::uint64_t now_ = 1;
  std::uint64_t forgotten_before_ = 0;
  std::size_t bytes_ = 0;
  std::size_t most_bytes_;
  std::int64_t hits_ = 0, misses_ = 0;
};

}  // namespace dunlin
