#include "report_params.hpp"

namespace dunlin::api::mastodon {
namespace {

constexpr std::size_t most_named = 500;  // of each list; what an action takes is less

}  // namespace

std::vector<std::string> read_texts(access::Call const& call, std::string_view name) {
  auto texts = call.params.texts(name);
  if (texts.size() > most_named) throw invalid("Too much is reported at once");
  return texts;
}

std::vector<std::int64_t> read_rules(access::Call const& call) {
  std::vector<std::int64_t> rules;
  for (auto const& text : read_texts(call, "rule_ids"))
    rules.push_back(parse_id<Id<struct RuleTag>>(text).value_or(Id<struct RuleTag>{}).value);
  return rules;
}

}  // namespace dunlin::api::mastodon
