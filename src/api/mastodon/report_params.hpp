#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/access/call.hpp"

namespace dunlin::api::mastodon {

/// A list of texts that a report names. Refuses (invalid) more than anybody reports at once.
std::vector<std::string> read_texts(access::Call const& call, std::string_view name);
/// Its "rule_ids". A rule that is no number is one that is not here, which the action refuses.
std::vector<std::int64_t> read_rules(access::Call const& call);

}  // namespace dunlin::api::mastodon
