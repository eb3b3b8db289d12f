#include "dunlin/platform/process/process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>

namespace dunlin::process {
namespace {

namespace asio = boost::asio;

/// The limits are set by prlimit and not between fork and exec, where hardly anything is allowed.
std::vector<std::string> limited(std::vector<std::string> command, Limits const& limits) {
  std::vector<std::string> whole{"setpriv",
                                 "--pdeathsig",
                                 "KILL",
                                 "prlimit",
                                 "--core=0",
                                 "--cpu=" + std::to_string(limits.cpu_seconds),
                                 "--as=" + std::to_string(limits.memory_bytes),
                                 "--fsize=" + std::to_string(limits.file_bytes),
                                 "--nofile=64",
                                 "nice",
                                 "-n",
                                 "10"};
  whole.insert(whole.end(), std::make_move_iterator(command.begin()), std::make_move_iterator(command.end()));
  return whole;
}

/// A running program; killed and buried at the latest with this object.
class Child {
 public:
  Child(std::vector<std::string> command, int output) {
    std::vector<char*> words;
    for (auto& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, 3);
    posix_spawnattr_t how;
    posix_spawnattr_init(&how);
    // Its own group, so that a Ctrl-C is not meant for it; and none of the signals that we block or ignore.
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    auto const error = posix_spawnp(&pid_, words[0], &files, &how, words.data(), environ);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) throw CannotStart(command[0] + ": " + std::strerror(error));
  }
  ~Child() {
    if (pid_ == 0) return;
    kill();
    wait();
  }
  Child(Child const&) = delete;

  int pid() const { return pid_; }
  /// Nothing once it is buried: its number may be another's then.
  void kill() const {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
  }
  /// How it ended, as waitpid says. Blocks until it has.
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_ = 0;
};

asio::posix::stream_descriptor owned(asio::any_io_executor const& executor, int descriptor) {
  if (descriptor < 0) throw CannotStart(std::strerror(errno));
  return {executor, descriptor};
}

/// All it says until it closes its output; what is beyond the limit is its end.
awaitable<std::string> listen(asio::posix::stream_descriptor& from, std::size_t most, Child const& child) {
  std::string text;
  std::array<char, 16 * 1024> part{};
  for (boost::system::error_code end;;) {
    auto const count =
        co_await from.async_read_some(asio::buffer(part), asio::redirect_error(asio::use_awaitable, end));
    if (end) co_return text;
    text.append(part.data(), count);
    if (text.size() <= most) continue;
    child.kill();
    co_return text;
  }
}

}  // namespace

awaitable<Ended> run(std::vector<std::string> command, Limits limits) {
  auto const executor = co_await asio::this_coro::executor;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw CannotStart(std::strerror(errno));
  auto output = owned(executor, ends[0]);
  auto input = owned(executor, ends[1]);
  auto const child = std::make_shared<Child>(limited(std::move(command), limits), ends[1]);
  input.close();
  auto death = owned(executor, static_cast<int>(::syscall(SYS_pidfd_open, child->pid(), 0)));

  asio::steady_timer timer(executor, limits.patience);
  // On its way already, the handler may still come after all this is over.
  timer.async_wait([late = std::weak_ptr(child)](boost::system::error_code error) {
    if (auto const running = late.lock(); running && !error) running->kill();
  });
  Ended ended;
  ended.output = co_await listen(output, limits.output_bytes, *child);
  co_await death.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
  timer.cancel();
  auto const status = child->wait();
  ended.well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  ended.by_force = WIFSIGNALED(status);
  co_return ended;
}

}  // namespace dunlin::process
