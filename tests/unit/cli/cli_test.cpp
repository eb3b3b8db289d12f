#include "dunlin/cli/cli.hpp"

#include <gtest/gtest.h>

#include "dunlin/base/refusal.hpp"

using namespace dunlin;

namespace {

int fails(config::Reading const&, cli::Arguments const&) {
  throw cli::Failure("the moon is full");
}
int refused(config::Reading const&, cli::Arguments const&) {
  throw Refusal(Refusal::Kind::invalid, "Validation failed", {{"username", "ERR_TAKEN", "has already been taken"}});
}
int seven(config::Reading const&, cli::Arguments const&) {
  return 7;
}
int with_app(cli::Context const&) {
  return 5;
}

struct Said {
  int status;
  std::string out, err;
};

Said run(std::vector<std::string> const& words, config::Reading const& reading = {}) {
  cli::Commands const commands{{"moon", "rise", "", "Let it rise", {{"slowly", "", "takes its time"}}, seven},
                               {"moon", "fall", "", "Let it fall", {}, fails},
                               {"sun", "", "", "Shine", {}, refused},
                               {"app", "", "", "Needs the parts", {}, with_app}};
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  int const status = cli::run(commands, words, {reading, [](config::Config const&, auto) { return 6; }});
  return {status, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

testing::AssertionResult has(std::string const& text, std::string const& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no \"" << part << "\" in:\n" << text;
}

}  // namespace

TEST(Cli, GivesTheStatusOfItsCommand) {
  EXPECT_EQ(run({"moon", "rise"}).status, 7);
  EXPECT_EQ(run({"app"}).status, 6);
}

TEST(Cli, AFailureIsToldAndIsOne) {
  auto const said = run({"moon", "fall"});
  EXPECT_EQ(said.status, 1);
  EXPECT_EQ(said.err, "dunlin: the moon is full\n");
  EXPECT_TRUE(has(run({"sun"}).err, "username has already been taken"));
}

TEST(Cli, UnknownCommandsAreTwoAndShowWhatThereIs) {
  auto const said = run({"mon"});
  EXPECT_EQ(said.status, 2);
  EXPECT_TRUE(has(said.err, "there is no command \"mon\""));
  EXPECT_TRUE(has(said.err, "dunlin moon rise"));
  EXPECT_TRUE(has(run({"moon", "set"}).err, "there is no command \"moon set\""));
  EXPECT_EQ(run({"moon"}).status, 2);
  auto const misused = run({"moon", "rise", "--fast"});
  EXPECT_EQ(misused.status, 2);
  EXPECT_TRUE(has(misused.err, "Usage: dunlin moon rise [--slowly]"));
}

TEST(Cli, HelpWorksAtEachLevel) {
  EXPECT_TRUE(has(run({"help"}).out, "Shine"));
  EXPECT_EQ(run({"help"}).status, 0);
  auto const noun = run({"moon", "help"});
  EXPECT_TRUE(has(noun.out, "Let it fall"));
  EXPECT_FALSE(has(noun.out, "Shine"));
  for (auto const& words : std::vector<std::vector<std::string>>{
           {"help", "moon", "rise"}, {"moon", "help", "rise"}, {"moon", "rise", "--help"}, {"moon", "rise", "-h"}}) {
    EXPECT_TRUE(has(run(words).out, "takes its time"));
    EXPECT_EQ(run(words).status, 0);
  }
  EXPECT_EQ(run({"help", "mars"}).status, 2);
  EXPECT_TRUE(has(run({"moon", "rise", "help"}).err, "\"help\" is too much"));
}

TEST(Cli, NothingIsTouchedWithABadConfiguration) {
  config::Reading bad;
  bad.problems.push_back({"PORT", "it is odd", "Make it even."});
  auto const said = run({"app"}, bad);
  EXPECT_EQ(said.status, 1);
  EXPECT_EQ(said.err, "dunlin: PORT: it is odd. Make it even.\n");
}
