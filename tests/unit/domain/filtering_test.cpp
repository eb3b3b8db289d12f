#include "dunlin/domain/filtering.hpp"

#include <gtest/gtest.h>

#include <array>

#include "dunlin/domain/sanitise.hpp"

namespace dunlin {
namespace {

Filter filter_of(std::vector<FilterKeyword> keywords) {
  return {.id = {1}, .account = {2}, .title = "t", .contexts = 1, .keywords = std::move(keywords), .statuses = {}};
}

/// What a filter with one keyword finds in a text, as it is written there; empty for nothing.
std::string found(std::string_view keyword, std::string_view text, bool whole_word = true) {
  FilterSet const set({filter_of({{.id = {3}, .keyword = std::string(keyword), .whole_word = whole_word}})});
  auto const folded_text = folded(text);
  auto const matches = set.matches(folded_text, {}, {});
  if (matches.empty()) return {};
  return unfolded(text, folded_text, *matches[0].keyword);
}

TEST(Filtering, FindsWholeWordsInAnyCase) {
  EXPECT_EQ(found("spoiler", "A SPOILER!"), "SPOILER");
  EXPECT_EQ(found("Spoiler", "(spoiler)"), "spoiler");
  EXPECT_EQ(found("spoiler", "spoilers"), "");
  EXPECT_EQ(found("spoiler", "no_spoiler"), "");
  EXPECT_EQ(found("spoiler", "spoilers, and the spoiler"), "spoiler");
  EXPECT_EQ(found("two words", "Two Words."), "Two Words");
}

TEST(Filtering, FindsPartsOfWordsWhenAskedTo) {
  EXPECT_EQ(found("poil", "spoiler", false), "poil");
  EXPECT_EQ(found("poil", "spoiler", true), "");
}

TEST(Filtering, LooksForEdgesOfWordsOnlyWhereTheKeywordHasOne) {
  EXPECT_EQ(found("#tag", "a#tag"), "#tag");
  EXPECT_EQ(found("#tag", "#tags"), "");
  EXPECT_EQ(found("c++", "c++17"), "c++");
  EXPECT_EQ(found("c++", "xc++"), "");
  EXPECT_EQ(found("@", "mail@example.org"), "@");
}

TEST(Filtering, KnowsLettersOfAllScripts) {
  EXPECT_EQ(found("größe", "Die GRÖßE zählt"), "GRÖßE");
  EXPECT_EQ(found("öl", "nöl"), "");
  EXPECT_EQ(found("война", "Это ВОЙНА!"), "ВОЙНА");
  EXPECT_EQ(found("戦争", "今戦争が", false), "戦争");
  EXPECT_EQ(found("戦争", "今戦争が"), "") << "letters on both sides";
  EXPECT_EQ(found("kelvin", "\u212Aelvin"), "\u212Aelvin") << "one sign, two lengths";
  EXPECT_EQ(found("x", "\xC3\x28 x"), "x") << "broken text";
}

TEST(Filtering, TellsTheFirstOfSeveralKeywords) {
  FilterSet const set({filter_of({{{1}, "second", true}, {{2}, "first", true}})});
  auto const matches = set.matches("first then second", {}, {});
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].keyword, (std::pair<std::size_t, std::size_t>{0, 5}));
}

TEST(Filtering, FindsStatusesByAllTheirIds) {
  auto filter = filter_of({});
  filter.statuses = {{{1}, {20}}, {{2}, {10}}};
  FilterSet const set({filter});
  EXPECT_FALSE(set.reads_texts());
  EXPECT_TRUE(set.matches("", std::array{StatusId{11}}, {}).empty());
  auto const matches = set.matches("", std::array{StatusId{11}, StatusId{10}}, {});
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].statuses, std::vector{StatusId{10}});
  EXPECT_FALSE(matches[0].keyword);
}

TEST(Filtering, EndsWhenAFilterExpires) {
  auto filter = filter_of({{{1}, "word", true}});
  filter.expires_at = Timestamp(Duration(1000));
  FilterSet const set({filter});
  EXPECT_EQ(set.matches("word", {}, Timestamp(Duration(999))).size(), 1U);
  EXPECT_TRUE(set.matches("word", {}, Timestamp(Duration(1000))).empty());
}

TEST(Filtering, ReadsAllThatAReaderReads) {
  Status status;
  status.html = sanitise("<p>One &amp; <b>two</b></p>");
  status.spoiler_text = "warning";
  status.media.push_back({.description = "a bird"});
  EXPECT_EQ(filterable_text(status), "warning\n\nOne & two\n\na bird");
}

}  // namespace
}  // namespace dunlin
