#pragma once
#include <string>

#include "dunlin/app.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/notification.hpp"
#include "dunlin/domain/status.hpp"

namespace dunlin::actions {

/// What a push message says, as JSON (WebPushPayload.schema.json). `status` may be null.
std::string push_text(App const& app, Notification const& told, Account const& from, Status const* status,
                      std::string const& token, std::string const& locale);

}  // namespace dunlin::actions
