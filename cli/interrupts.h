#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace covet::cli {

/// SIGINT, SIGTERM and SIGHUP, taken by a thread of their own. While a Shield lives the first of
/// them only asks for a stop, so that what runs can be cancelled and rolled back; the second, and
/// any without a Shield, ends the program at once with 128 + its number.
class Interrupts {
 public:
  Interrupts() = default;
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// From now on, for this thread and those it starts. Also ignores SIGPIPE: writing shows it.
  void listen();

  class Shield {
   public:
    explicit Shield(Interrupts& interrupts) : interrupts_(interrupts) { ++interrupts_.shields_; }
    ~Shield() { --interrupts_.shields_; }
    Shield(const Shield&) = delete;
    Shield& operator=(const Shield&) = delete;

   private:
    Interrupts& interrupts_;
  };

  /// While it lives SIGINT does `work` instead, each time it comes, in the thread that takes
  /// signals. One at a time.
  class Catch {
   public:
    Catch(Interrupts& interrupts, std::function<void()> work);
    ~Catch();
    Catch(const Catch&) = delete;
    Catch& operator=(const Catch&) = delete;

   private:
    Interrupts& interrupts_;
  };

  std::stop_token token() const { return source_.get_token(); }
  /// The one that asked for the stop; 0: none did.
  int signal() const { return signal_; }

 private:
  void wait_for_signals();
  bool caught(int number);

  std::stop_source source_;
  std::atomic<int> signal_ = 0;
  std::atomic<int> shields_ = 0;
  std::atomic<bool> ending_ = false;
  std::mutex catching_;
  std::function<void()> catch_;
  std::thread thread_;
};

}  // namespace covet::cli
