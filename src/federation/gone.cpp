#include "dunlin/federation/gone.hpp"

#include "fetch.hpp"

namespace dunlin::federation {

awaitable<bool> is_object_gone(App& app, std::string url) {
  auto const fetched = co_await fetch(app, std::move(url));
  co_return fetched.outcome == Fetched::Outcome::gone || fetched.status == 404 ||
      (fetched.outcome == Fetched::Outcome::document && fetched.document.has_type("Tombstone"));
}

}  // namespace dunlin::federation
