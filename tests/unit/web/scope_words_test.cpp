#include "web/scope_words.hpp"

#include <gtest/gtest.h>

#include "dunlin/access/scopes.hpp"

namespace dunlin::web {
namespace {

std::vector<std::string> lines(std::string_view scopes) {
  std::vector<std::string> found;
  for (auto const& line : permissions(scopes, words_in("en"))) found.push_back(line.what);
  return found;
}

TEST(Permissions, SayAnUmbrellaOnce) {
  EXPECT_EQ(lines("read write follow push"),
            (std::vector<std::string>{"Read everything in your account", "Act for you", "Send you notifications"}));
  EXPECT_EQ(lines("read read:statuses"), std::vector<std::string>{"Read everything in your account"});
}

TEST(Permissions, ListSingleThingsInOneLine) {
  EXPECT_EQ(lines("read:statuses read:lists read:bookmarks"),
            std::vector<std::string>{"Read your posts, lists, and bookmarks"});
}

TEST(Permissions, MarkWhatModeratorsMayDo) {
  auto const found = permissions("admin:read admin:write:accounts", words_in("en"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_TRUE(found[0].grave);
  EXPECT_TRUE(found[1].grave);
}

TEST(Permissions, LeaveNoScopeUnsaid) {
  for (auto const word : access::Scopes::all_words())
    for (auto const* language : {"en", "de"}) EXPECT_FALSE(permissions(word, words_in(language)).empty()) << word;
}

}  // namespace
}  // namespace dunlin::web
