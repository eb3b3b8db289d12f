#include "support/test_database.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <stdexcept>

#include "dunlin/platform/db/migrate.hpp"

namespace dunlin::test {
namespace {

std::string wanted_variable(char const* name) {
  char const* const value = std::getenv(name);
  if (!value || !*value)
    throw std::runtime_error(fmt::format("{} is not set: run this through scripts/with-services", name));
  return value;
}

/// A plain connection to the server's own database: CREATE DATABASE runs in no pipeline and no transaction.
class Session {
 public:
  explicit Session(std::string const& conninfo) : connection_(PQconnectdb(conninfo.c_str()), PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
  /// Rows of the answer; throws when PostgreSQL refuses.
  int run(std::string const& sql) {
    std::unique_ptr<PGresult, decltype(&PQclear)> const result(PQexec(connection_.get(), sql.c_str()), PQclear);
    auto const status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      throw std::runtime_error(sql + ": " + PQresultErrorMessage(result.get()));
    return PQntuples(result.get());
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

/// The same server and user, another database.
std::string conninfo_for(std::string const& conninfo, std::string const& database) {
  char* error = nullptr;
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> const options(PQconninfoParse(conninfo.c_str(), &error),
                                                                             PQconninfoFree);
  if (!options) {
    std::string const why = error ? error : "unreadable";
    PQfreemem(error);
    throw std::runtime_error("DUNLIN_TEST_DATABASE_URL: " + why);
  }
  std::string text;
  for (auto const* option = options.get(); option->keyword; ++option) {
    std::string_view const keyword = option->keyword;
    if (!option->val || keyword == "dbname") continue;
    text += fmt::format("{}='{}' ", keyword, option->val);
  }
  return text + fmt::format("dbname='{}'", database);
}

std::string template_name() {
  std::string all;
  for (auto const& migration : db::migrations()) all += fmt::format("{}\n{}\n", migration.name, migration.sql);
  return fmt::format("dunlin_template_{:016x}", std::hash<std::string>()(all));
}

// Any number will do that nothing else on this server takes.
constexpr char const* lock_sql = "select pg_advisory_lock(5512907)";

}  // namespace

std::string database_url() {
  return wanted_variable("DUNLIN_TEST_DATABASE_URL");
}
std::string redis_url() {
  return wanted_variable("DUNLIN_TEST_REDIS_URL");
}

namespace {

// What a test left goes; what the migrations wrote stays. A test that broke the schema itself makes this fail.
constexpr char const* clean_sql = R"sql(
  do $do$
  declare
    rest record;
    filled boolean;
  begin
    set local session_replication_role = replica;  -- whole tables go, so no reference needs a look
    if (select count(*) from migrations) <> {} then raise exception 'not whole'; end if;
    for rest in select oid::regclass as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
                and relname not in ('migrations', 'roles') loop
      execute format('select exists (select from %s)', rest.name) into filled;
      if filled then execute format('delete from %s', rest.name); end if;
    end loop;
  end $do$
)sql";

/// Names of clean databases: making one takes PostgreSQL a third of a second, cleaning one a hundredth.
std::vector<std::string> spare;

void drop(std::string const& name) {
  try {
    Session(database_url()).run(fmt::format("drop database if exists {} with (force)", name));
  } catch (std::exception const& error) {
    fmt::print(stderr, "a test database is left behind: {}\n", error.what());
  }
}

}  // namespace

TestDatabase::TestDatabase() {
  if (!spare.empty()) {
    name_ = std::move(spare.back());
    spare.pop_back();
    conninfo_ = conninfo_for(database_url(), name_);
    return;
  }
  static std::atomic<int> count = 0;
  name_ = fmt::format("dunlin_test_{}_{}", getpid(), ++count);
  conninfo_ = conninfo_for(database_url(), name_);
  auto const original = template_name();
  Session session(database_url());
  session.run(lock_sql);  // held until the session ends: of several test programs one makes the template
  if (session.run(fmt::format("select 1 from pg_database where datname = '{}'", original)) == 0)
    session.run(fmt::format("create database {}", original));
  // Does nothing when the template is whole, and goes on where a killed test program stopped.
  db::migrate(conninfo_for(database_url(), original));
  session.run(fmt::format("create database {} template {}", name_, original));
}

TestDatabase::~TestDatabase() {
  try {
    Session(conninfo_).run(fmt::format(clean_sql, db::migrations().size()));
    spare.push_back(name_);
  } catch (std::exception const&) {
    drop(name_);
  }
}

namespace {
std::unique_ptr<TestDatabase> shared;

class DropAll : public ::testing::Environment {
  void TearDown() override {
    shared.reset();
    for (auto const& name : spare) drop(name);
    spare.clear();
  }
};
[[maybe_unused]] auto* const drop_all = ::testing::AddGlobalTestEnvironment(new DropAll);
}  // namespace

TestDatabase& shared_database() {
  if (!shared) shared = std::make_unique<TestDatabase>();
  return *shared;
}

StoreTest::StoreTest()
    : options_{.conninfo = shared_database().conninfo(), .threads = 1},
      connection_(std::make_unique<db::Connection>(options_, pool_)),
      tx(*connection_),
      reader(*connection_) {
  connection_->ensure_open();
  connection_->begin();
}

StoreTest::~StoreTest() {
  connection_->roll_back();
}

PoolTest::PoolTest() : db(db::Options{.conninfo = shared_database().conninfo(), .threads = 2}) {}

}  // namespace dunlin::test
