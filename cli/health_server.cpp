#include "cli/health_server.h"

#include <charconv>
#include <thread>

#include <fmt/core.h>
#include <httplib.h>

#include "core/base/error.h"

namespace covet::cli {

struct HealthServer::State {
  httplib::Server server;
  std::string address;
  std::thread thread;
};

HealthServer::HealthServer(const std::string& address, HealthEndpoints endpoints)
    : state_(std::make_unique<State>()) {
  const std::size_t colon = address.rfind(':');
  const std::string host = address.substr(0, colon);
  int port = -1;
  if (colon != std::string::npos) {
    std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
  }
  constexpr int highest_port = 65'535;
  if (host.empty() || port < 0 || port > highest_port) {
    throw Error(Errc::usage, fmt::format("`{}` is no address to listen on", address),
                "write host and port: --listen 127.0.0.1:9187");
  }
  httplib::Server& server = state_->server;
  // Not SO_REUSEPORT, the library's own: another process on the same port would go unnoticed.
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  const auto plain = [](httplib::Response& response, bool good) {
    response.status = good ? 200 : 503;
    response.set_content(good ? "ok\n" : "not ready\n", "text/plain");
  };
  server.Get("/healthz", [plain](const httplib::Request&, httplib::Response& response) {
    plain(response, true);
  });
  server.Get("/readyz", [plain, ready = endpoints.ready](const httplib::Request&,
                                                         httplib::Response& response) {
    plain(response, ready());
  });
  server.Get("/health/database", [endpoints](const httplib::Request&, httplib::Response& response) {
    response.status = endpoints.ready() ? 200 : 503;
    response.set_content(endpoints.json(), "application/json");
  });
  server.Get("/metrics", [metrics = endpoints.prometheus](const httplib::Request&,
                                                          httplib::Response& response) {
    response.set_content(metrics(), "text/plain; version=0.0.4; charset=utf-8");
  });
  const bool bound = port == 0 ? (port = server.bind_to_any_port(host.c_str())) > 0
                               : server.bind_to_port(host.c_str(), port);
  if (!bound) {
    throw Error(Errc::io, fmt::format("can't listen on {}", address),
                "another process may have the port: choose another one, or 0 for a free one");
  }
  state_->address = fmt::format("{}:{}", host, port);
  state_->thread = std::thread([&server] { server.listen_after_bind(); });
  while (!server.is_running())
    std::this_thread::yield();
}

HealthServer::~HealthServer() {
  state_->server.stop();
  state_->thread.join();
}

const std::string& HealthServer::address() const {
  return state_->address;
}

}  // namespace covet::cli
