#pragma once
// What nearly every file includes anyway, and our own headers that more than a quarter of the files include: read once
// instead of for half a second in each. An edit of one of those builds everything anew, so only what rests is named
// here. Nothing of Beast, nlohmann or spdlog belongs here: they cost seconds per file and are confined to the few that
// need them.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"
