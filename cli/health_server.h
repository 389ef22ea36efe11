#pragma once

#include <functional>
#include <memory>
#include <string>

namespace covet::cli {

/// What the endpoints answer. Called by the server's threads, several at once.
struct HealthEndpoints {
  std::function<bool()> ready;              ///< /readyz: 200 or 503
  std::function<std::string()> json;        ///< /health/database
  std::function<std::string()> prometheus;  ///< /metrics
};

/// HTTP for monitors: /healthz (this process lives), and those above.
class HealthServer {
 public:
  /// Listens on "127.0.0.1:9187"; port 0 takes a free one. Throws Error{usage}, Error{io}.
  HealthServer(const std::string& address, HealthEndpoints endpoints);
  ~HealthServer();
  HealthServer(const HealthServer&) = delete;
  HealthServer& operator=(const HealthServer&) = delete;
  /// "127.0.0.1:9187".
  const std::string& address() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace covet::cli
