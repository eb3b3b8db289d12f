#include "lanes.hpp"

#include <algorithm>
#include <ranges>

namespace dunlin::jobs {
namespace {

// One round asks for at most this much: a longer statement would make finished jobs wait for their deletion.
constexpr std::size_t most_lanes_a_round = 128;
constexpr int most_jobs_a_round = 256;
constexpr int most_ahead = 64;   // per lane
constexpr int least_ahead = 64;  // per kind
constexpr int most_claims_behind = 20;
constexpr std::size_t most_widths = 20'000;
constexpr Duration crawling_after = std::chrono::seconds(5);

}  // namespace

int Lanes::Lane::limit() const {
  if (host.empty()) return line->kind.at_once;
  return std::min(static_cast<int>(width.jobs), line->kind.at_once);
}

/// A slow host gets what may run at once; a fast one is held ready for, so that it never waits for a claim.
int Lanes::Lane::wanted() const {
  auto const target = limit() + std::min(2 * finished, most_ahead);
  auto const holds = running + static_cast<int>(waiting.size()) + behind_count;
  // Small bites cost a round each.
  return holds > target * 3 / 4 && !has_nothing() ? 0 : std::max(0, target - holds);
}

int Lanes::Line::at_once(Pace pace) const {
  return pace == brisk ? kind.at_once : kind.at_once_slow;
}

int Lanes::Line::room(Pace pace) const {
  return at_once(pace) + (pace == brisk ? std::max(kind.at_once, least_ahead) : 0) - held[pace];
}

void Lanes::add(Kind kind) {
  auto name = kind.name;
  auto line = std::make_unique<Line>();
  line->kind = std::move(kind);
  lines_[std::move(name)] = std::move(line);
}

Lanes::Line* Lanes::line(std::string_view kind) {
  auto const found = lines_.find(std::string(kind));
  return found == lines_.end() ? nullptr : found->second.get();
}

Kind const* Lanes::find(std::string_view kind) const {
  auto const found = lines_.find(std::string(kind));
  return found == lines_.end() ? nullptr : &found->second->kind;
}

std::vector<std::string> Lanes::kinds() const {
  std::vector<std::string> names;
  names.reserve(lines_.size());
  for (auto const& [name, _] : lines_) names.push_back(name);
  return names;
}

Lanes::Lane& Lanes::lane(Line& line, std::string_view host) {
  auto& found = line.lanes[std::string(host)];
  if (!found) {
    found = std::make_unique<Lane>();
    found->line = &line;
    found->host = host;
    found->width.jobs = line.kind.at_once_per_host;
    if (auto const before = line.widths.find(found->host); before != line.widths.end()) {
      found->width = before->second;
      // Who failed last time shows first that it answers at once.
      if (line.kind.at_once_slow > 0 && found->width.jobs <= 1) found->pace = slow;
    }
  }
  return *found;
}

/// Puts the lane where it belongs after any change; a lane with nothing left is forgotten.
void Lanes::settle(Lane& lane) {
  auto& line = *lane.line;
  if (!lane.in_startable && !lane.waiting.empty() && lane.running < lane.limit()) {
    lane.in_startable = true;
    line.startable[lane.pace].push_back(&lane);
  }
  if (!lane.in_hungry && lane.maybe_more && lane.wanted() > 0) {
    lane.in_hungry = true;
    line.hungry[lane.pace].push_back(&lane);
  }
  bool const idle = lane.running == 0 && lane.has_nothing() && !lane.maybe_more;
  if (idle && !lane.in_hungry && !lane.in_startable) forget(lane);
}

void Lanes::forget(Lane& lane) {
  auto& line = *lane.line;
  if (line.widths.size() >= most_widths) line.widths.clear();
  if (lane.width.tight)
    line.widths[lane.host] = lane.width;
  else
    line.widths.erase(lane.host);
  line.lanes.erase(std::string(lane.host));
}

/// What it has is counted elsewhere from now on. To be settled afterwards.
void Lanes::set_pace(Lane& lane, Pace pace) {
  auto& line = *lane.line;
  if (lane.pace == pace || line.kind.at_once_slow == 0 || lane.host.empty()) return;
  auto const holds = lane.running + static_cast<int>(lane.waiting.size());
  line.running[lane.pace] -= lane.running;
  line.held[lane.pace] -= holds;
  lane.pace = pace;
  line.running[pace] += lane.running;
  line.held[pace] += holds;
  if (lane.in_startable) {
    std::erase(line.startable[brisk], &lane);
    std::erase(line.startable[slow], &lane);
    lane.in_startable = false;
  }
  if (lane.in_hungry) {
    std::erase(line.hungry[brisk], &lane);
    std::erase(line.hungry[slow], &lane);
    lane.in_hungry = false;
  }
}

void Lanes::expect(std::string_view kind, std::string_view host) {
  auto* const found = line(kind);
  if (!found) return;
  auto& expected = lane(*found, host);
  expected.maybe_more = true;
  settle(expected);
}

bool Lanes::is_hungry() const {
  return std::ranges::any_of(lines_, [](auto const& entry) {
    auto const& line = *entry.second;
    return std::ranges::any_of(std::array{brisk, slow}, [&](Pace pace) {
      // The first few tell enough; there may be thousands.
      return line.room(pace) > 0 && std::ranges::any_of(line.hungry[pace] | std::views::take(8),
                                                        [](Lane const* lane) { return lane->has_nothing(); });
    });
  });
}

bool Lanes::wants_any() const {
  return std::ranges::any_of(lines_, [](auto const& entry) {
    auto const& line = *entry.second;
    return (line.room(brisk) > 0 && !line.hungry[brisk].empty()) || (line.room(slow) > 0 && !line.hungry[slow].empty());
  });
}

std::vector<Lanes::Want> Lanes::wants() {
  std::vector<Want> wants;
  int left = most_jobs_a_round;
  for (auto& [name, line] : lines_) {
    for (auto const pace : {brisk, slow}) {
      int room = std::min(line->room(pace), left);
      while (room > 0 && !line->hungry[pace].empty() && wants.size() < most_lanes_a_round) {
        auto& lane = *line->hungry[pace].front();
        line->hungry[pace].pop_front();
        lane.in_hungry = false;
        auto const jobs = std::min(lane.wanted(), room);
        if (jobs == 0) {
          settle(lane);
          continue;
        }
        // Until the answer is here the lane asks for nothing; an expect() in between counts again.
        lane.maybe_more = false;
        lane.finished = 0;
        room -= jobs;
        left -= jobs;
        if (++lane.claims_behind > most_claims_behind) lane.after = lane.claims_behind = 0;
        wants.push_back({name, lane.host, jobs, lane.after});
      }
    }
  }
  return wants;
}

/// Takes a job in: to wait for its turn, or behind another of its chain.
void Lanes::hold(Lane& lane, Job job) {
  if (job.chain != 0) {
    auto const [chain, first] = lane.behind.try_emplace(job.chain);
    if (!first) {
      ++lane.behind_count;
      chain->second.push_back(std::move(job));
      return;
    }
  }
  ++lane.line->held[lane.pace];
  lane.waiting.push_back(std::move(job));
}

void Lanes::claimed(std::vector<Want> const& asked, std::vector<std::pair<std::string, Job>> jobs,
                    std::vector<std::pair<std::string, std::string>> const& held_back) {
  std::unordered_map<Lane*, int> got;
  for (auto& [kind, job] : jobs) {
    auto& lane = this->lane(*line(kind), job.host);
    ++got[&lane];
    lane.after = std::max(lane.after, job.id);
    if (held_.insert(job.id).second) hold(lane, std::move(job));
  }
  for (auto const& [kind, host] : held_back) ++got[&lane(*line(kind), host)];
  for (auto const& want : asked) {
    auto& lane = this->lane(*line(want.kind), want.host);
    bool const full = got[&lane] >= want.jobs;
    // Nothing more behind; there may be something before.
    if (full || want.after > 0) lane.maybe_more = true;
    if (!full) lane.after = 0;
    settle(lane);
  }
}

void Lanes::failed(std::vector<Want> const& asked) {
  for (auto const& want : asked) {
    auto& lane = this->lane(*line(want.kind), want.host);
    lane.maybe_more = true;
    settle(lane);
  }
}

/// Whether something more urgent waits, and this kind has its share.
bool Lanes::must_yield(Line const& line) const {
  if (line.kind.yields_to.empty() || line.running[brisk] < std::max(1, line.kind.at_once / 8)) return false;
  auto const other = lines_.find(line.kind.yields_to);
  return other != lines_.end() && !other->second->startable[brisk].empty();
}

void Lanes::start_some(Line& line, Pace pace, std::vector<Ready>& ready) {
  while (line.running[pace] < line.at_once(pace) && !line.startable[pace].empty() && !must_yield(line)) {
    auto& lane = *line.startable[pace].front();
    line.startable[pace].pop_front();
    lane.in_startable = false;
    if (lane.waiting.empty() || lane.running >= lane.limit()) {
      settle(lane);
      continue;
    }
    ready.push_back({&line.kind, std::move(lane.waiting.front())});
    lane.waiting.pop_front();
    ++lane.running;
    ++line.running[pace];
    ++running_;
    settle(lane);
  }
}

std::vector<Lanes::Ready> Lanes::start() {
  std::vector<Ready> ready;
  for (bool const yielding : {false, true}) {
    for (auto& [_, line] : lines_) {
      if (line->kind.yields_to.empty() == yielding) continue;
      for (auto const pace : {brisk, slow}) start_some(*line, pace, ready);
    }
  }
  return ready;
}

void Lanes::is_slow(Kind const& kind, Job const& job) {
  if (!held_.contains(job.id)) return;
  auto& lane = this->lane(*line(kind.name), job.host);
  set_pace(lane, slow);
  settle(lane);
}

/// Twice as much each round trip until something fails; then half, and one more each round trip.
void Lanes::widen_or_narrow(Lane& lane, End end) {
  auto const& kind = lane.line->kind;
  auto& width = lane.width;
  if (kind.most_per_host == 0) return;
  if (!end.good || end.took > crawling_after) {
    width = {!end.good && end.took > slow_after ? 1.0 : std::max(1.0, width.jobs / 2), true};
  } else if (lane.running + 1 >= static_cast<int>(width.jobs)) {
    width.jobs = std::min<double>(kind.most_per_host, width.jobs + (width.tight ? 1 / width.jobs : 1));
    width.tight = width.tight && width.jobs < kind.at_once_per_host;
  }
}

void Lanes::finished(Kind const& kind, Job const& job, End end) {
  auto& line = *this->line(kind.name);
  auto& lane = this->lane(line, job.host);
  held_.erase(job.id);
  --lane.running;
  --line.running[lane.pace];
  --line.held[lane.pace];
  --running_;
  ++lane.finished;
  if (auto const chain = lane.behind.find(job.chain); chain != lane.behind.end()) {
    if (chain->second.empty()) {
      lane.behind.erase(chain);
    } else {
      lane.waiting.push_back(std::move(chain->second.front()));
      chain->second.pop_front();
      --lane.behind_count;
      ++line.held[lane.pace];
    }
  }
  widen_or_narrow(lane, end);
  if (end.took >= slow_after)
    set_pace(lane, slow);
  else if (end.good)
    set_pace(lane, brisk);
  settle(lane);
}

std::vector<Job> Lanes::take_behind(Kind const& kind, Job const& job) {
  auto& lane = this->lane(*line(kind.name), job.host);
  auto const chain = job.chain == 0 ? lane.behind.end() : lane.behind.find(job.chain);
  if (chain == lane.behind.end()) return {};
  std::vector<Job> taken(std::make_move_iterator(chain->second.begin()), std::make_move_iterator(chain->second.end()));
  chain->second.clear();
  lane.behind_count -= static_cast<int>(taken.size());
  for (auto const& one : taken) held_.erase(one.id);
  return taken;
}

/// Everything of the lane that does not run; chains stay where one of them runs.
std::vector<Job> Lanes::take_all(Lane& lane) {
  std::vector<Job> taken;
  lane.line->held[lane.pace] -= static_cast<int>(lane.waiting.size());
  auto const take = [&](std::deque<Job>& from) {
    std::ranges::move(from, std::back_inserter(taken));
    from.clear();
  };
  for (auto const& job : lane.waiting)
    if (auto const chain = lane.behind.find(job.chain); chain != lane.behind.end()) {
      take(chain->second);
      lane.behind.erase(chain);
    }
  for (auto& [_, jobs] : lane.behind) take(jobs);
  take(lane.waiting);
  lane.behind_count = 0;
  for (auto const& job : taken) held_.erase(job.id);
  return taken;
}

std::vector<Job> Lanes::take_waiting(std::string_view kind, std::string_view host) {
  auto& lane = this->lane(*line(kind), host);
  lane.maybe_more = false;
  return take_all(lane);
}

void Lanes::drop_waiting() {
  for (auto& [_, line] : lines_)
    for (auto& [host, lane] : line->lanes) take_all(*lane);
}

std::vector<std::int64_t> Lanes::held() const {
  return {held_.begin(), held_.end()};
}

int Lanes::running(std::string_view kind) const {
  auto const found = lines_.find(std::string(kind));
  return found == lines_.end() ? 0 : found->second->running[brisk] + found->second->running[slow];
}

}  // namespace dunlin::jobs
