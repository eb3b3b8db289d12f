#include "dunlin/store/threads.hpp"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <utility>

#include "dunlin/store/stances.hpp"

namespace dunlin::store::threads {
namespace {

// A recursive query goes level by level and stops when enough rows were taken from it.
constexpr db::Statement around_sql{"threads.around", R"sql(
  with recursive up(id, parent, author_id, answers, depth) as (
    select id, in_reply_to_id, author_id, in_reply_to_account_id, 0 from statuses where id = $1
    union all
    select s.id, s.in_reply_to_id, s.author_id, s.in_reply_to_account_id, up.depth + 1
    from up join statuses s on s.id = up.parent
    where up.depth < $2 and s.deleted_at is null),
  down(id, parent, author_id, answers, path) as (
    select id, in_reply_to_id, author_id, in_reply_to_account_id, array[id] from statuses
      where in_reply_to_id = $1 and deleted_at is null
    union all
    select s.id, s.in_reply_to_id, s.author_id, s.in_reply_to_account_id, down.path || s.id
    from down join statuses s on s.in_reply_to_id = down.id
    where cardinality(down.path) < $4 and s.deleted_at is null and s.id <> all(down.path))
  (select id, parent, author_id, answers, -depth from up where depth > 0 order by depth)
  union all
  (select id, parent, author_id, answers, cardinality(path) from down limit $3)
)sql",
                                   true};

struct Node {
  StatusId id, parent;
  AccountId author, answers;
};
using Answers = std::unordered_map<StatusId, std::vector<StatusId>>;

/// Everything around a status, whoever looks.
struct Shape {
  std::vector<Node> up;  // from the parent on
  std::unordered_map<StatusId, Node> down;
  Answers answers;        // of each, oldest first
  bool is_whole = false;  // no limit cut the part below
};

Shape read(Tx& tx, StatusId id, Limits limits) {
  Shape shape;
  int deepest = 0;
  for (auto const row : tx.query(around_sql, id, limits.ancestors, limits.descendants, limits.depth)) {
    Node const node{.id = row.get<StatusId>(0),
                    .parent = row.get_or(1, StatusId{}),
                    .author = row.get<AccountId>(2),
                    .answers = row.get_or(3, AccountId{})};
    auto const level = row.get<int>(4);
    deepest = std::max(deepest, level);
    if (level < 0) {
      shape.up.push_back(node);
    } else {
      shape.down.emplace(node.id, node);
      shape.answers[node.parent].push_back(node.id);
    }
  }
  for (auto& [parent, answers] : shape.answers) std::ranges::sort(answers);
  shape.is_whole = deepest < limits.depth && shape.down.size() < static_cast<std::size_t>(limits.descendants);
  return shape;
}

void remember(Records& records, Shape const& shape, std::uint64_t stamp) {
  for (auto const& [parent, answers] : shape.answers)
    records.answers.put(parent, std::make_shared<std::vector<StatusId> const>(answers),
                        sizeof answers + answers.size() * sizeof(StatusId), stamp);
}

std::optional<Shape> shape_from_memory(Records& records, StatusId id, Limits limits) {
  Shape shape;
  auto status = records.statuses.find(id);
  if (!status) return std::nullopt;
  for (auto above = status; above->in_reply_to && std::ssize(shape.up) < limits.ancestors;) {
    above = records.statuses.find(above->in_reply_to);
    if (!above) return std::nullopt;
    shape.up.push_back({above->id, above->in_reply_to, above->author, above->in_reply_to_account});
  }
  std::vector<std::shared_ptr<Status const>> level{status}, next;
  for (int depth = 0; depth < limits.depth && !level.empty(); ++depth) {
    for (auto const& parent : level) {
      if (!parent->answered) continue;
      auto const answers = records.answers.find(parent->id);
      if (!answers) return std::nullopt;
      for (auto const answer : *answers) {
        if (std::ssize(shape.down) >= limits.descendants) return shape;
        auto record = records.statuses.find(answer);
        if (!record) return std::nullopt;
        shape.down.emplace(answer, Node{answer, parent->id, record->author, record->in_reply_to_account});
        shape.answers[parent->id].push_back(answer);
        next.push_back(std::move(record));
      }
    }
    level = std::exchange(next, {});
  }
  return shape;
}

/// Whom the viewer wants to see in threads: nobody muted or of a blocked domain, and of limited accounts only those
/// that are followed. Without a database, nothing where memory does not know it.
class Guests {
 public:
  static std::optional<Guests> find(Records& records, Tx* tx, AccountId viewer, Shape const& shape, Timestamp now) {
    std::vector<AccountId> authors;
    for (auto const& node : shape.up) authors.push_back(node.author);
    for (auto const& [id, node] : shape.down) authors.push_back(node.author);
    std::ranges::sort(authors);
    authors.erase(std::ranges::unique(authors).begin(), authors.end());
    Guests guests;
    auto const accounts = tx ? accounts_by_id(records, *tx, authors) : known(records, authors);
    auto const stances =
        viewer ? stances::find_many(records, tx, viewer, authors) : std::optional<stances::Stances>{std::in_place};
    if (!stances) return std::nullopt;
    for (std::size_t i = 0; i < authors.size(); ++i) {
      if (!accounts[i] && !tx) return std::nullopt;
      auto const at = stances->find(authors[i]);
      Stance const stance = at == stances->end() ? Stance{} : at->second;
      bool const muted = stance.mutes && (!stance.mute_ends || *stance.mute_ends > now);
      bool const limited = accounts[i] && (accounts[i]->silenced_at || stance.blocks_domain) && !stance.follows;
      if (muted || (limited && authors[i] != viewer)) guests.unwelcome_.push_back(authors[i]);
    }
    return guests;
  }
  bool welcome(AccountId author) const { return !std::ranges::binary_search(unwelcome_, author); }

 private:
  static std::vector<std::shared_ptr<Account const>> known(Records& records, std::vector<AccountId> const& ids) {
    std::vector<std::shared_ptr<Account const>> found;
    for (auto const id : ids) found.push_back(records.accounts.find(id));
    return found;
  }
  std::vector<AccountId> unwelcome_;  // sorted
};

Thread arranged(Shape const& shape, Guests const& guests, StatusId root) {
  Thread thread;
  for (auto node = shape.up.rbegin(); node != shape.up.rend(); ++node)
    if (guests.welcome(node->author)) thread.ancestors.push_back(node->id);
  // A thread may be deeper than a stack.
  std::vector<StatusId> waiting{root};
  std::vector<Node const*> order;
  while (!waiting.empty()) {
    auto const id = waiting.back();
    waiting.pop_back();
    if (auto const at = shape.down.find(id); at != shape.down.end() && guests.welcome(at->second.author))
      order.push_back(&at->second);
    if (auto const answers = shape.answers.find(id); answers != shape.answers.end())
      waiting.insert(waiting.end(), answers->second.rbegin(), answers->second.rend());
  }
  for (bool const own : {true, false})
    for (auto const* node : order)
      if ((node->answers == node->author) == own) thread.descendants.push_back(node->id);
  return thread;
}

}  // namespace

Thread around(Records& records, Tx& tx, AccountId viewer, StatusId id, Limits limits, Timestamp now) {
  auto const stamp = records.answers.stamp();
  auto const shape = read(tx, id, limits);
  // What was not committed is not kept.
  if (shape.is_whole && tx.changes().empty()) remember(records, shape, stamp);
  return arranged(shape, *Guests::find(records, &tx, viewer, shape, now), id);
}

std::optional<Thread> from_memory(Records& records, AccountId viewer, StatusId id, Limits limits, Timestamp now) {
  auto const shape = shape_from_memory(records, id, limits);
  if (!shape) return std::nullopt;
  auto const guests = Guests::find(records, nullptr, viewer, *shape, now);
  if (!guests) return std::nullopt;
  return arranged(*shape, *guests, id);
}

}  // namespace dunlin::store::threads
