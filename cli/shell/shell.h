#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "cli/context.h"
#include "cli/project.h"
#include "cli/session.h"
#include "cli/shell/line_reader.h"
#include "core/query/query_set.h"

namespace covet::cli {

/// Reads queries and its own commands, line by line, and shows their rows. For a person a fault is
/// shown, and it goes on; Ctrl-C cancels the query that runs; what changes rows is asked for. From
/// a file the first fault is thrown. A connection that was lost is opened again for the next query.
/// All it is given must outlive it.
class Shell {
 public:
  Shell(const Context& context, const Project& project, Target target,
        const model::ModelSet& models, LineReader& lines, bool person)
      : context_(context),
        project_(project),
        target_(std::move(target)),
        models_(models),
        lines_(lines),
        person_(person) {}
  void run();

 private:
  std::string prompt(bool more) const;
  bool read(std::string& text);
  bool take(const std::string& text);
  void command(const std::string& name, const std::string& argument);
  /// While it lives Ctrl-C cancels what the connection runs.
  class Running;
  void query(const std::string& text);
  void show_rows(const query::QuerySet& asked);
  Statement compiled(const std::string& text, const Dialect& dialect) const;
  void show_sql(const std::string& text) const;
  void explain(const std::string& text);
  void change(const query::QuerySet& asked);
  void describe(const std::string& name) const;
  void help() const;
  void set_format(const std::string& format);
  void set_write(bool on);
  Connection& connection();

  const Context& context_;
  const Project& project_;
  Target target_;
  const model::ModelSet& models_;
  LineReader& lines_;
  bool person_;
  bool timing_ = false;
  bool write_ = false;
  std::string format_ = "table";
  std::optional<Session> session_;
  std::mutex running_lock_;
  Connection* running_ = nullptr;  ///< what Ctrl-C cancels
};

}  // namespace covet::cli
