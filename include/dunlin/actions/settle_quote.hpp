#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/platform/jobs/queue.hpp"

namespace dunlin::actions {

/// Job: finds what a status of another server quotes, and whether its author agreed.
struct SettleQuote {
  static constexpr std::string_view kind = "settle_quote";
  StatusId quoting;
  std::string to_text() const;
  static SettleQuote from_text(std::string const&);
};
awaitable<void> settle_quote(App&, SettleQuote, jobs::Job const&);

}  // namespace dunlin::actions
