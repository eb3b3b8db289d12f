#include "dunlin/actions/reports.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunlin/access/routes.hpp"
#include "dunlin/platform/http/url.hpp"
#include "entities/report.hpp"
#include "report_params.hpp"
#include "resources.hpp"

namespace dunlin::api::mastodon {
namespace {

using access::Call;
using access::Reply;
using db::Tx;

template <class AnyId>
std::vector<AnyId> read_ids(Call const& call, std::string_view name) {
  std::vector<AnyId> ids;
  for (auto const& text : read_texts(call, name))
    if (auto const id = parse_id<AnyId>(text)) ids.push_back(*id);
  return ids;
}

std::vector<std::int64_t> read_numbers(Call const& call, std::string_view name) {
  std::vector<std::int64_t> numbers;
  for (auto const id : read_ids<Id<struct AnyTag>>(call, name)) numbers.push_back(id.value);
  return numbers;
}

Reply create(Call const& call, Tx& tx) {
  auto const target = call.params.text("account_id");
  if (!target || target->empty()) throw Refusal{Refusal::Kind::bad_request, "Missing parameter: account_id"};
  auto const id = parse_id<AccountId>(*target);
  if (!id) throw not_found();
  actions::Complaint complaint{.target = *id,
                               .category = call.params.text("category").value_or(""),
                               .comment = call.params.text("comment").value_or(""),
                               .statuses = read_ids<StatusId>(call, "status_ids"),
                               .rules = read_rules(call),
                               .collections = read_numbers(call, "collection_ids"),
                               .forward = call.params.flag("forward").value_or(false),
                               .forward_to = {}};
  for (auto const& text : read_texts(call, "forward_to_domains"))
    if (auto domain = http::ascii_host(text); domain && !domain->empty())
      complaint.forward_to.push_back(*std::move(domain));
  return access::json(
      entities::report(call.app, tx, actions::report(call.app, tx, call.viewer(), std::move(complaint))));
}

}  // namespace

void add_reports(access::Routes& on) {
  on.post("/api/v1/reports", create, {.needs = "write:reports", .family = access::Family::reports});
}

}  // namespace dunlin::api::mastodon
