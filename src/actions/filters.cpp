#include "dunlin/actions/filters.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/count.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/store/filters.hpp"
#include "dunlin/store/views.hpp"

namespace dunlin::actions {

namespace filters = store::filters;

namespace {

constexpr Duration longest_filter = std::chrono::hours(24 * 365 * 100);

template <class Found>
Filter must(Found found) {
  if (!found) throw not_found();
  return std::move(*found);
}

void check_length(std::string const& text, int most, std::string const& name) {
  if (text.empty()) throw invalid(name + " can't be blank");
  if (count_graphemes(text) > static_cast<std::size_t>(most))
    throw invalid(name + " is too long (maximum is " + std::to_string(most) + " characters)");
}

void apply(App& app, Filter& filter, FilterDraft const& draft) {
  if (draft.title) filter.title = clean_line(*draft.title);
  if (draft.contexts) filter.contexts = *draft.contexts;
  if (draft.action) filter.action = *draft.action;
  if (draft.lasts) {
    filter.expires_at.reset();
    if (*draft.lasts) filter.expires_at = app.clock.now() + std::clamp(**draft.lasts, Duration::zero(), longest_filter);
  }
  check_length(filter.title, most_filter_title_characters, "Title");
  if (filter.contexts == 0) throw invalid("None or invalid context supplied");
}

void apply(FilterKeyword& keyword, KeywordDraft const& draft) {
  if (draft.keyword) keyword.keyword = clean_text(*draft.keyword);
  if (draft.whole_word) keyword.whole_word = *draft.whole_word;
  check_length(keyword.keyword, most_keyword_characters, "Keyword");
}

FilterKeyword* find_keyword(Filter& filter, FilterKeywordId id) {
  auto const at = std::ranges::find(filter.keywords, id, &FilterKeyword::id);
  return at == filter.keywords.end() ? nullptr : &*at;
}

/// Room for so many more; a limit that two requests at once may pass by a little.
void check_room(db::Tx& tx, AccountId who, filters::Counts more) {
  auto const there = filters::count(tx, who);
  if (more.filters != 0 && there.filters + more.filters > most_filters) throw invalid("You have too many filters");
  if (more.keywords != 0 && there.keywords + more.keywords > most_filter_keywords)
    throw invalid("You have too many keywords");
  if (more.statuses != 0 && there.statuses + more.statuses > most_filter_statuses)
    throw invalid("You filter too many posts");
}

/// Writes what a form says of keywords, and makes the filter show it.
void apply_keywords(App& app, db::Tx& tx, Filter& filter, std::vector<KeywordDraft> const& drafts) {
  std::vector<FilterKeyword> written;
  std::vector<FilterKeywordId> removed;
  for (auto const& draft : drafts) {
    if (!draft.id) {
      if (draft.removed || !draft.keyword) continue;
      FilterKeyword made{.id = tx.next_id<FilterKeywordId>(app.clock.now()), .keyword = {}};
      apply(made, draft);
      filter.keywords.push_back(made);
      written.push_back(std::move(made));
      continue;
    }
    auto* known = find_keyword(filter, draft.id);
    if (!known) throw not_found();
    if (draft.removed) {
      removed.push_back(draft.id);
      std::erase_if(filter.keywords, [&](FilterKeyword const& one) { return one.id == draft.id; });
    } else {
      apply(*known, draft);
      std::erase_if(written, [&](FilterKeyword const& one) { return one.id == draft.id; });
      written.push_back(*known);
    }
  }
  filters::put_keywords(tx, filter.account, filter.id, written);
  filters::remove_keywords(tx, filter.account, filter.id, removed);
}

int count_new(std::vector<KeywordDraft> const& drafts) {
  return static_cast<int>(std::ranges::count_if(drafts, [](KeywordDraft const& draft) { return !draft.id; }));
}

}  // namespace

Filter create_filter(App& app, db::Tx& tx, AccountId who, FilterDraft const& draft) {
  auto const now = app.clock.now();
  check_room(tx, who, {.filters = 1, .keywords = count_new(draft.keywords)});
  Filter filter{.id = tx.next_id<FilterId>(now), .account = who, .title = {}};
  apply(app, filter, draft);
  filters::insert(tx, filter, now);
  apply_keywords(app, tx, filter, draft.keywords);
  return filter;
}

Filter change_filter(App& app, db::Tx& tx, AccountId who, FilterId id, FilterDraft const& draft) {
  auto filter = must(filters::find(tx, who, id));
  if (auto const more = count_new(draft.keywords); more != 0) check_room(tx, who, {.keywords = more});
  apply(app, filter, draft);
  filters::update(tx, filter);
  apply_keywords(app, tx, filter, draft.keywords);
  return filter;
}

void remove_filter(App&, db::Tx& tx, AccountId who, FilterId id) {
  filters::remove(tx, who, must(filters::find(tx, who, id)).id);
}

FilterKeyword add_filter_keyword(App& app, db::Tx& tx, AccountId who, FilterId id, KeywordDraft const& draft) {
  auto const filter = must(filters::find(tx, who, id));
  check_room(tx, who, {.keywords = 1});
  FilterKeyword made{.id = tx.next_id<FilterKeywordId>(app.clock.now()), .keyword = {}};
  apply(made, draft);
  filters::put_keywords(tx, who, filter.id, std::span(&made, 1));
  return made;
}

FilterKeyword change_filter_keyword(App&, db::Tx& tx, AccountId who, KeywordDraft const& draft) {
  auto filter = must(filters::with_keyword(tx, who, draft.id));
  auto& keyword = *find_keyword(filter, draft.id);
  apply(keyword, draft);
  filters::put_keywords(tx, who, filter.id, std::span(&keyword, 1));
  return keyword;
}

void remove_filter_keyword(App&, db::Tx& tx, AccountId who, FilterKeywordId id) {
  filters::remove_keywords(tx, who, must(filters::with_keyword(tx, who, id)).id, std::array{id});
}

FilterStatus add_filter_status(App& app, db::Tx& tx, AccountId who, FilterId id, StatusId status) {
  auto const filter = must(filters::find(tx, who, id));
  if (!store::views::find(app.records, tx, who, status)) throw not_found();
  check_room(tx, who, {.statuses = 1});
  FilterStatus const made{.id = tx.next_id<FilterStatusId>(app.clock.now()), .status = status};
  if (!filters::insert_status(tx, who, filter.id, made)) throw invalid("Status has already been taken");
  return made;
}

void remove_filter_status(App&, db::Tx& tx, AccountId who, FilterStatusId id) {
  filters::remove_status(tx, who, must(filters::with_status(tx, who, id)).id, id);
}

Filter change_v1_filter(App& app, db::Tx& tx, AccountId who, FilterDraft const& draft, KeywordDraft const& keyword) {
  auto filter = must(filters::with_keyword(tx, who, keyword.id));
  auto const before = filter;
  apply(app, filter, draft);
  bool const differs = filter.title != before.title || filter.contexts != before.contexts ||
                       filter.action != before.action || filter.expires_at != before.expires_at;
  if (differs && filter.keywords.size() > 1)
    throw invalid(
        "These parameters cannot be changed from this application because they apply to more than one filter "
        "keyword. Use a more recent application or the web interface.");
  auto& known = *find_keyword(filter, keyword.id);
  apply(known, keyword);
  if (differs) filters::update(tx, filter);
  filters::put_keywords(tx, who, filter.id, std::span(&known, 1));
  return filter;
}

void remove_v1_filter(App&, db::Tx& tx, AccountId who, FilterKeywordId id) {
  auto const filter = must(filters::with_keyword(tx, who, id));
  if (filter.keywords.size() > 1)
    filters::remove_keywords(tx, who, filter.id, std::array{id});
  else
    filters::remove(tx, who, filter.id);
}

}  // namespace dunlin::actions
