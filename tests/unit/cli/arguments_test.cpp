#include "cli/arguments.hpp"

#include <gtest/gtest.h>

using namespace dunlin::cli;

namespace {

Command const create{"accounts",
                     "create",
                     "USERNAME [NOTE]",
                     "Create somebody",
                     {{"email", "ADDRESS", "", true}, {"confirmed", "", ""}, {"dry-run", "", ""}},
                     PlainHandler(nullptr)};

Arguments read(std::vector<std::string> const& words) {
  return read_arguments(create, words);
}

std::string misuse(std::vector<std::string> const& words) {
  try {
    read(words);
  } catch (Misuse const& found) {
    return found.what();
  }
  return "none";
}

}  // namespace

TEST(Arguments, OptionsStandAnywhereInEitherForm) {
  for (auto const& words : std::vector<std::vector<std::string>>{
           {"alice", "--email=a@example.org", "--confirmed"},
           {"--confirmed", "--email", "a@example.org", "alice"},
       }) {
    auto const arguments = read(words);
    EXPECT_EQ(arguments.words, std::vector<std::string>{"alice"});
    EXPECT_EQ(arguments.value("email"), "a@example.org");
    EXPECT_TRUE(arguments.has("confirmed"));
    EXPECT_FALSE(arguments.has("dry-run"));
  }
}

TEST(Arguments, DashesAndUnderscoresMeanTheSame) {
  auto const arguments = read({"alice", "--email=a", "--dry_run"});
  EXPECT_TRUE(arguments.has("dry-run"));
  EXPECT_TRUE(arguments.has("dry_run"));
}

TEST(Arguments, AfterTwoDashesEverythingIsAWord) {
  EXPECT_EQ(read({"--email=a", "--", "--alice"}).words, std::vector<std::string>{"--alice"});
}

TEST(Arguments, WhatDoesNotFitIsNamed) {
  EXPECT_EQ(misuse({"--email=a"}), "USERNAME [NOTE] is missing");
  EXPECT_EQ(misuse({"alice", "note", "more", "--email=a"}), "\"more\" is too much");
  EXPECT_EQ(misuse({"alice"}), "--email=ADDRESS is missing");
  EXPECT_EQ(misuse({"alice", "--email"}), "--email wants a value: --email=ADDRESS");
  EXPECT_EQ(misuse({"alice", "--email=a", "--emil=b"}), "there is no option --emil");
  EXPECT_EQ(misuse({"alice", "--email=a", "-c"}), "there is no option -c");
  EXPECT_EQ(misuse({"alice", "--email=a", "--confirmed=yes"}), "--confirmed takes no value");
  EXPECT_EQ(misuse({"alice", "--email=a", "--email=b"}), "--email is given twice");
}
