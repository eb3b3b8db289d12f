#pragma once
// What nearly every file includes anyway. Nothing of Beast, nlohmann or spdlog belongs here: they cost
// seconds per file and are confined to the few that need them.
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
