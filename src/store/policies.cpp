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

}  // namespace dunlin::store::policies
