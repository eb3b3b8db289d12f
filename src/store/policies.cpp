#include "dunlin/store/policies.hpp"

namespace dunlin::store::policies {
namespace {

constexpr db::Statement all_sql{"policies.all", R"sql(
  select domain, severity, reject_media, reject_reports from domain_policies
)sql"};

}  // namespace

std::vector<Policy> all(db::Tx& tx) {
  std::vector<Policy> policies;
  for (auto const row : tx.query(all_sql))
    policies.push_back({std::string(row.text(0)), row.get<Severity>(1), row.get<bool>(2), row.get<bool>(3)});
  return policies;
}

namespace {

constexpr db::Statement shown_sql{"policies.shown", R"sql(
  select domain, obfuscate, severity, public_comment from domain_policies
  where severity > 0 order by severity desc, domain limit 10000
)sql"};

/// "so****xa***e.com": enough to know it when one knows it.
std::string masked(std::string_view domain) {
  std::string name(domain);
  auto const length = name.size();
  auto const visible = length / 4;
  for (std::size_t i = 0; i < length; ++i)
    if (i >= visible && i < length - visible && name[i] != '.') name[i] = '*';
  return name;
}

}  // namespace

std::vector<Shown> shown(db::Tx& tx) {
  std::vector<Shown> found;
  for (auto const row : tx.query(shown_sql)) {
    auto domain = row.get<std::string>(0);
    auto name = row.get<bool>(1) ? masked(domain) : domain;
    found.push_back(
        {std::move(domain), std::move(name), static_cast<Severity>(row.get<int>(2)), row.get<std::string>(3)});
  }
  return found;
}

}  // namespace dunlin::store::policies
