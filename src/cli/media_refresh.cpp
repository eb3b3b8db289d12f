// Fetches files of other servers anew.
#include <fmt/core.h>

#include <algorithm>
#include <future>
#include <string>
#include <unordered_set>
#include <vector>

#include "dunlin/actions/remote_media.hpp"
#include "dunlin/base/time.hpp"
#include "dunlin/media/storage.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/store/accounts.hpp"
#include "dunlin/store/remote_files.hpp"
#include "media_words.hpp"
#include "nouns.hpp"

namespace dunlin::cli {
namespace {

namespace remote_files = store::remote_files;

constexpr int listed_at_once = 500, usually_at_once = 5, most_at_once = 32;

/// "name@server"
AccountId account_called(Context const& context, std::string_view handle) {
  if (handle.starts_with('@')) handle.remove_prefix(1);
  auto const at = handle.find('@');
  if (at == handle.npos) throw Failure("--account wants NAME@SERVER");
  auto const found = context.app.db.read_blocking(
      [&](db::Tx& tx) { return store::accounts::by_handle(tx, handle.substr(0, at), handle.substr(at + 1)); });
  if (!found) throw Failure(fmt::format("no account {}", handle));
  return found->id;
}

remote_files::Which read_which(Context const& context) {
  auto const& arguments = context.arguments;
  remote_files::Which which;
  if (auto const handle = arguments.value("account")) which.account = account_called(context, *handle);
  if (auto const domain = arguments.value("domain")) which.domain = *domain;
  if (auto const id = arguments.value("status")) {
    auto const status = parse_id<StatusId>(*id);
    if (!status) throw Failure("--status wants the number of a status");
    which.status = *status;
  }
  if (arguments.value("days"))
    which.since = context.app.clock.now() - std::chrono::hours(24) * number_of(arguments, "days", 7, 36'500);
  if (!which.account && !which.status && which.domain.empty() && which.since == Timestamp{})
    throw Failure("media refresh wants --account, --domain, --status or --days");
  return which;
}

struct Counts {
  int fetched = 0, there = 0, missing = 0;
};

class Refresh {
 public:
  explicit Refresh(Context const& context)
      : context_(context),
        force_(context.arguments.has("force")),
        verbose_(context.arguments.has("verbose")),
        at_once_(number_of(context.arguments, "concurrency", usually_at_once, most_at_once)) {}

  void run(std::vector<remote_files::Listed> const& listed) {
    todo_.clear();
    std::unordered_set<std::string> named;  // some are their own preview
    for (auto const& one : listed)
      for (bool const small : {true, false})
        if (auto source = actions::copy_source(one.origin, small); source && named.insert(source->digest()).second)
          todo_.push_back({one.origin.domain, *source});
    next_ = 0;
    std::vector<std::future<void>> workers;
    for (int i = 0; i < std::max(at_once_, 1); ++i)
      workers.push_back(boost::asio::co_spawn(context_.executor, work(), boost::asio::use_future));
    for (auto& worker : workers) worker.get();
  }
  Counts counts;

 private:
  struct Todo {
    std::string domain;
    actions::CopySource source;
  };
  /// All run on the one io thread.
  awaitable<void> work() {
    while (next_ < todo_.size()) {
      auto const one = todo_[next_++];
      co_await fetch(one);
      progress_.step(0);
    }
  }
  awaitable<void> fetch(Todo one) {
    auto& app = context_.app;
    auto const known = co_await actions::find_copy(app, one.source.digest());
    if (known && !force_) {
      ++counts.there;
      co_return;
    }
    std::string outcome;
    try {
      auto const key = co_await actions::refresh_copy(app, one.domain, one.source);
      outcome = key ? "fetched" : "not to be had";
      ++(key ? counts.fetched : counts.missing);
    } catch (http::ClientError const& error) {
      outcome = error.what();
      ++counts.missing;
    }
    if (verbose_) fmt::print("{}: {}\n", one.source.address, outcome);
  }

  Context const& context_;
  bool const force_, verbose_;
  int const at_once_;
  std::vector<Todo> todo_;
  std::size_t next_ = 0;
  Progress progress_;
};

int refresh(Context const& context) {
  auto const which = read_which(context);
  bool const dry = context.arguments.has("dry-run");
  if (!dry && context.app.config.remote_media != "cache")
    throw Failure("copies are kept with REMOTE_MEDIA=cache alone");
  Refresh all(context);
  std::size_t files = 0;
  MediaId last;
  for (;;) {
    auto const listed = context.app.db.read_blocking(
        [&](db::Tx& tx) { return remote_files::origins(tx, which, last, listed_at_once); });
    if (listed.empty()) break;
    files += listed.size();
    last = listed.back().id;
    if (!dry) all.run(listed);
  }
  if (dry)
    fmt::print("Would look for {} attachments\n", files);
  else
    fmt::print("Fetched {} copies, {} were there, {} are not to be had\n", all.counts.fetched, all.counts.there,
               all.counts.missing);
  return 0;
}

}  // namespace

void add_media_refresh(Commands& on) {
  on.push_back({"media",
                "refresh",
                "",
                "Fetch files that posts of other servers show, where there is no copy",
                {{.name = "account", .value = "HANDLE", .about = "Of this account"},
                 {.name = "domain", .value = "DOMAIN", .about = "Of this server"},
                 {.name = "status", .value = "ID", .about = "Of this status"},
                 {.name = "days", .value = "N", .about = "Only what came in so many days"},
                 {.name = "force", .value = "", .about = "Also where there is a copy"},
                 {.name = "concurrency", .value = "N", .about = "So many at once; 5 when absent"},
                 {.name = "verbose", .value = "", .about = "Print each"},
                 {.name = "dry-run", .value = "", .about = "Only say how many"}},
                refresh});
}

}  // namespace dunlin::cli
