#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dunlin/access/call.hpp"
#include "dunlin/access/scopes.hpp"
#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"

namespace dunlin::db {
class Tx;
}

namespace dunlin::access {

/// A handler that needs only the database: runs on a database thread, rendering included, one hop a request;
/// for GET without a transaction, for other methods inside one that commits before the answer goes out.
using DatabaseHandler = Reply (*)(Call const&, db::Tx&);
/// A handler that also waits for the network, for Redis or for the cpu pool. Runs on the io thread.
using WaitingHandler = awaitable<Reply> (*)(Call const&);
/// Answers from this process' memory on the io thread, or says that it cannot.
using MemoryHandler = std::optional<Reply> (*)(Call const&);

/// Whose token a row wants.
enum class Who {
  user,         // a token with a user behind it
  application,  // client credentials; a user's token is refused
  any_token,    // either
  nobody,       // no token is looked at
};

/// Extra limits of a family of actions, on top of the general ones (behaviours.md, "Rate limits").
enum class Family { none, statuses, follows, reports, media, deletions, sign_up, app_registration, sign_in };

/// As large as the configuration lets uploads be, and what a form puts around them.
inline constexpr std::size_t largest_upload = 0;

/// What must hold before a handler runs.
struct Rules {
  std::string_view needs = {};  // comma list of scopes, any one suffices; empty for none
  Who who = Who::user;
  bool anonymous = false;       // runs without a token too; a token that is sent is still checked
  bool unconfirmed = false;     // runs for users who have not confirmed their address yet
  std::int64_t permission = 0;  // role bit the user must have; 0 for none
  Family family = Family::none;
  std::size_t most_bytes = 1024 * 1024;
  MemoryHandler from_memory = nullptr;  // tried first
};

/// Turns a refusal into a door's own wire form.
using RefusalHandler = Reply (*)(http::Request const&, Refusal const&);

/// A door's own page or document for what is no fault of the caller's (500, 503), or for a path that nobody
/// answers (404).
using FaultHandler = Reply (*)(http::Request const&, int status);

struct Row {
  std::string method;
  std::string path;  // "/api/v1/statuses/:id"
  Rules rules;
  Scopes needs;  // any one suffices
  std::variant<DatabaseHandler, WaitingHandler> handler;
  RefusalHandler refuse;
  FaultHandler fault;              // null: JSON
  std::vector<std::string> names;  // of the path's parameters, in order
};

/// The table of everything this server answers. `dunlin routes` prints it.
class Routes {
 public:
  Routes();
  ~Routes();

  void get(std::string_view path, DatabaseHandler handler, Rules rules = {}) { add("GET", path, handler, rules); }
  void get(std::string_view path, WaitingHandler handler, Rules rules = {}) { add("GET", path, handler, rules); }
  void post(std::string_view path, DatabaseHandler handler, Rules rules = {}) { add("POST", path, handler, rules); }
  void post(std::string_view path, WaitingHandler handler, Rules rules = {}) { add("POST", path, handler, rules); }
  void put(std::string_view path, DatabaseHandler handler, Rules rules = {}) { add("PUT", path, handler, rules); }
  void put(std::string_view path, WaitingHandler handler, Rules rules = {}) { add("PUT", path, handler, rules); }
  void patch(std::string_view path, DatabaseHandler handler, Rules rules = {}) { add("PATCH", path, handler, rules); }
  void patch(std::string_view path, WaitingHandler handler, Rules rules = {}) { add("PATCH", path, handler, rules); }
  void del(std::string_view path, DatabaseHandler handler, Rules rules = {}) { add("DELETE", path, handler, rules); }
  void del(std::string_view path, WaitingHandler handler, Rules rules = {}) { add("DELETE", path, handler, rules); }

  /// The door whose refusals the rows added from here on use.
  void refuse_with(RefusalHandler refuse, FaultHandler fault = nullptr) {
    refuse_ = refuse;
    fault_ = fault;
  }
  /// The door that answers for paths outside /api that no row has.
  void missing_with(FaultHandler missing) { missing_ = missing; }
  FaultHandler missing() const { return missing_; }

  struct Match {
    Row const* row = nullptr;   // none: no such path
    bool wrong_method = false;  // the path exists for other methods
    std::vector<std::pair<std::string, std::string>> path;
  };
  /// Literal segments win over ":name"; "*rest" takes everything.
  Match find(std::string_view method, std::string_view path) const;
  std::vector<Row> const& rows() const { return rows_; }

 private:
  void add(std::string_view method, std::string_view path, std::variant<DatabaseHandler, WaitingHandler> handler,
           Rules rules);
  struct Node;
  std::vector<Row> rows_;
  std::unique_ptr<Node> root_;
  RefusalHandler refuse_ = nullptr;
  FaultHandler fault_ = nullptr;
  FaultHandler missing_ = nullptr;
};

/// Whether the sender's token lets them use the row, before megabytes of body are read for it: the head is enough.
awaitable<bool> admits_large(App& app, Routes const& routes, http::Request const& request);

/// Runs one request through its row: rate limit, token, scope, handler; then the headers every answer has.
/// Never throws: refusals go through the row's door, anything else is logged once and answered with 500.
awaitable<Reply> serve(App& app, Routes const& routes, http::Request const& request);

}  // namespace dunlin::access
