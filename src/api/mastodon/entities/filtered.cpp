#include "filtered.hpp"

#include <span>
#include <vector>

#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/filters.hpp"
#include "dunlin/store/records.hpp"
#include "filter.hpp"

namespace dunlin::api::mastodon::entities {

Filtering::Filtering(App& app, db::Tx* tx, AccountId viewer) : app_(app) {
  static auto const nobodys = std::make_shared<FilterSet const>();
  filters_ = viewer ? store::filters::of_viewer(app.records, tx, viewer) : nobodys;
}

std::shared_ptr<std::string const> Filtering::folded_text(std::shared_ptr<Status const> const& status) const {
  auto const name = "text:" + to_string(status->id);
  auto& pieces = app_.records.pieces;
  if (auto known = pieces.find(name)) return known;
  auto const stamp = pieces.stamp();
  auto made = std::make_shared<std::string const>(folded(filterable_text(*status)));
  // As with rendered members: only what comes from the record in memory may be kept.
  if (app_.records.statuses.find(status->id) == status) pieces.put(name, made, made->size(), stamp);
  return made;
}

std::string Filtering::of(std::shared_ptr<Status const> const& status,
                          std::shared_ptr<Status const> const& original) const {
  if (filters_->empty()) return {};
  auto const& shown = original ? original : status;
  static auto const no_text = std::make_shared<std::string const>();
  auto const text = filters_->reads_texts() ? folded_text(shown) : no_text;
  std::vector<StatusId> named{status->id};
  if (original) named.push_back(original->id);
  auto const matches = filters_->matches(*text, named, app_.clock.now());
  if (matches.empty()) return {};
  JsonWriter json(256 * matches.size());
  json.array([&] {
    for (auto const& match : matches)
      write_filter_result(json, match, match.keyword ? filterable_text(*shown) : std::string(), *text);
  });
  return json.take();
}

}  // namespace dunlin::api::mastodon::entities
