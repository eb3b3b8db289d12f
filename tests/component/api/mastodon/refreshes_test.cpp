// Work that goes on after an answer.
#include "dunlin/actions/refreshes.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/posting_test.hpp"

namespace dunlin::test {
namespace {

struct Refreshes : PostingTest {
  json ask(std::string const& id) {
    return of_type("AsyncRefreshWrapper", app.get("/api/v1_alpha/async_refreshes/" + id, ann.token))["async_refresh"];
  }
};

TEST_F(Refreshes, AreToldHowFarTheyAre) {
  auto const id = app.wait(actions::refreshes::begin(app.app()));
  EXPECT_EQ(ask(id)["status"], "running");
  app.wait(actions::refreshes::add(app.app(), id, 2));
  app.wait(actions::refreshes::add(app.app(), id, 1));
  app.wait(actions::refreshes::finish(app.app(), id));
  auto const done = ask(id);
  EXPECT_EQ(done["id"], id);
  EXPECT_EQ(done["status"], "finished");
  EXPECT_EQ(done["result_count"], 3);
}

TEST_F(Refreshes, ThatNobodyKnowsAreNotFound) {
  error(app.get("/api/v1_alpha/async_refreshes/none-such", ann.token), 404);
  error(app.get("/api/v1_alpha/async_refreshes/" + std::string(32, 'a'), ann.token), 404);
  EXPECT_EQ(app.get("/api/v1_alpha/async_refreshes/none-such").status, 401);
}

}  // namespace
}  // namespace dunlin::test
