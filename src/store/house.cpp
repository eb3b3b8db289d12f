#include "dunlin/store/house.hpp"

#include "dunlin/base/json.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::store::house {
namespace {

using std::chrono::sys_days;

constexpr db::Statement rules_sql{
    "house.rules", "select id, text, hint, translations from rules where deleted_at is null order by id limit 100"};
// What somebody read before it was taken away may still be named.
constexpr db::Statement knows_rules_sql{"house.knows_rules", R"sql(
  select not exists (select from unnest($1::bigint[]) as named(id) where not exists (
    select from rules r where r.id = named.id))
)sql"};
constexpr db::Statement add_rule_sql{"house.add_rule",
                                     "insert into rules (id, text, hint, created_at) values ($1, $2, $3, $4)"};
constexpr db::Statement translate_rule_sql{"house.translate_rule", R"sql(
  update rules set translations = translations || jsonb_build_object($2::text, jsonb_build_object('text', $3::text, 'hint', $4::text))
  where id = $1 and deleted_at is null
)sql"};
constexpr db::Statement remove_rule_sql{"house.remove_rule",
                                        "update rules set deleted_at = $2 where id = $1 and deleted_at is null"};

#define TERMS                                                                                           \
  "select effective_date - date '1970-01-01', text, (select min(n.effective_date) - date '1970-01-01' " \
  "from terms_of_service n where n.effective_date > t.effective_date) from terms_of_service t "
constexpr db::Statement terms_sql{"house.terms",
                                  TERMS "order by effective_date > $1::date, abs(effective_date - $1::date) limit 1"};
constexpr db::Statement terms_of_sql{"house.terms_of", TERMS "where effective_date = $1::date"};
constexpr db::Statement put_terms_sql{"house.put_terms", R"sql(
  insert into terms_of_service (effective_date, text, created_at) values ($1::date, $2, $3)
  on conflict (effective_date) do update set text = excluded.text
)sql"};

sys_days day_of(std::int32_t days) {
  return sys_days(std::chrono::days(days));
}

std::optional<Terms> first_terms(db::Rows const& rows) {
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  Terms terms{day_of(row.get<std::int32_t>(0)), row.get<std::string>(1), std::nullopt};
  if (!row.is_null(2)) terms.succeeded_by = day_of(row.get<std::int32_t>(2));
  return terms;
}

}  // namespace

std::vector<Rule> rules(Tx& tx) {
  std::vector<Rule> found;
  for (auto const row : tx.query(rules_sql)) {
    Rule rule{row.get<std::int64_t>(0), row.get<std::string>(1), row.get<std::string>(2), {}};
    auto const translations = parse_json(row.text(3));
    for (auto const& [language, one] : translations.items())
      rule.translations[language] = {one.value("text", ""), one.value("hint", "")};
    found.push_back(std::move(rule));
  }
  return found;
}

bool knows_rules(Tx& tx, std::span<std::int64_t const> ids) {
  return ids.empty() || tx.query(knows_rules_sql, ids)[0].get<bool>(0);
}

std::int64_t add_rule(Tx& tx, std::string_view text, std::string_view hint, Timestamp now) {
  auto const id = tx.next_id<Id<struct RuleTag>>(now).value;
  tx.execute(add_rule_sql, id, text, hint, now);
  tx.changed(change::instance, "rules");
  return id;
}

bool translate_rule(Tx& tx, std::int64_t id, std::string_view language, Rule::Translation const& translation) {
  tx.changed(change::instance, "rules");
  return tx.query(translate_rule_sql, id, language, translation.text, translation.hint).affected() > 0;
}

bool remove_rule(Tx& tx, std::int64_t id, Timestamp now) {
  tx.changed(change::instance, "rules");
  return tx.query(remove_rule_sql, id, now).affected() > 0;
}

std::optional<Terms> terms(Tx& tx, sys_days today) {
  return first_terms(tx.query(terms_sql, iso_date(today)));
}

std::optional<Terms> terms_of(Tx& tx, sys_days effective) {
  return first_terms(tx.query(terms_of_sql, iso_date(effective)));
}

void put_terms(Tx& tx, sys_days effective, std::string_view text, Timestamp now) {
  tx.execute(put_terms_sql, iso_date(effective), text, now);
}

#undef TERMS

}  // namespace dunlin::store::house
