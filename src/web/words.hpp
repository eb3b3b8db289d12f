#pragma once
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/platform/http/message.hpp"

// What pages say, from the catalogues that the timeline app has too (web/messages).
namespace dunlin::web {

struct Catalogue;

/// The messages of one language. What it lacks is said in English.
class Words {
 public:
  /// Of the catalogue "messages/en.json" and the like, beside the English one.
  Words(Catalogue const& own, Catalogue const& english) : own_(&own), english_(&english) {}

  std::string_view language() const;   // "de"
  std::string_view direction() const;  // "ltr" or "rtl"

  using ValueOf = std::function<std::string(std::string_view name)>;
  /// The message with its {names} filled in, and of {count, plural, one {…} other {…}} what the count asks for. A key
  /// that no catalogue has is our mistake: std::logic_error.
  std::string say(std::string_view key, ValueOf const& value_of) const;
  std::string say(std::string_view key,
                  std::initializer_list<std::pair<std::string_view, std::string_view>> values = {}) const;
  /// "posts, lists and bookmarks"
  std::string listed(std::vector<std::string> const& things) const;

 private:
  std::string format(std::string_view message, ValueOf const& value_of) const;
  std::string_view choose(std::string_view options, std::string const& count) const;
  Catalogue const* own_;
  Catalogue const* english_;
};

/// In the language that the reader likes best of those that we speak (Accept-Language; RFC 9110, section 12.5.4).
Words const& words_for(http::Request const& request);
/// In the language of that name; English for one that we do not speak.
Words const& words_in(std::string_view language);

}  // namespace dunlin::web
