#include "cli/interrupts.h"

#include <utility>

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace covet::cli {
namespace {

sigset_t taken_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

Interrupts::~Interrupts() {
  if (!thread_.joinable()) return;
  ending_ = true;
  pthread_kill(thread_.native_handle(), SIGHUP);
  thread_.join();
}

void Interrupts::listen() {
  const sigset_t set = taken_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  thread_ = std::thread([this] { wait_for_signals(); });
}

Interrupts::Catch::Catch(Interrupts& interrupts, std::function<void()> work)
    : interrupts_(interrupts) {
  const std::lock_guard guard(interrupts_.catching_);
  interrupts_.catch_ = std::move(work);
}

Interrupts::Catch::~Catch() {
  const std::lock_guard guard(interrupts_.catching_);
  interrupts_.catch_ = nullptr;
}

bool Interrupts::caught(int number) {
  const std::lock_guard guard(catching_);
  if (number != SIGINT || !catch_) return false;
  catch_();
  return true;
}

void Interrupts::wait_for_signals() {
  const sigset_t set = taken_signals();
  while (true) {
    int number = 0;
    if (sigwait(&set, &number) != 0) continue;
    if (ending_) return;
    if (caught(number)) continue;
    if (shields_ == 0 || signal_ != 0) _exit(128 + number);
    signal_ = number;
    source_.request_stop();
  }
}

}  // namespace covet::cli
