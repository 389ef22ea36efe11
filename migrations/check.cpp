#include "migrations/check.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/strings.h"
#include "migrations/fault.h"
#include "migrations/late.h"

namespace covet::migrations {
namespace {

const Migration& file_of(const Link& link) {
  return *link.files.front();
}

std::string file_name(const Link& link) {
  return file_of(link).file.filename().string();
}

class ChainCheck {
 public:
  ChainCheck(const Chain& chain, std::span<const Version> elsewhere)
      : chain_(chain), elsewhere_(elsewhere.begin(), elsewhere.end()) {}

  std::vector<Diagnostic> faults() {
    for (const auto& circle : chain_.circles())
      check_circle(circle);
    std::set<Version> forked;
    for (const Link& link : chain_.links()) {
      if (circular_.contains(link.version)) continue;
      if (link.said && !check_parent(link)) continue;
      if (forked.insert(link.parent).second) check_fork(link.parent);
    }
    return std::move(faults_);
  }

 private:
  void check_circle(const std::vector<const Link*>& circle) {
    std::vector<std::string> around;
    for (const Link* link : circle) {
      circular_.insert(link->version);
      around.push_back(link->version.text());
    }
    around.push_back(circle.front()->version.text());
    const Link& last = *circle.back();
    Diagnostic fault = fault_at_parent(
        file_of(last), "CV223",
        circle.size() == 1
            ? "`" + last.version.text() + "` is its own parent"
            : "the parents of " + count_of(circle.size(), "file") + " go in a circle",
        "`covet rebase " + file_name(last) + "` puts it behind the others");
    if (circle.size() > 1) fault.notes = {"each follows the next: " + join(around, " > ")};
    faults_.push_back(std::move(fault));
  }

  /// False where the parent is nowhere.
  bool check_parent(const Link& link) {
    if (link.parent.empty()) return true;
    const Link* parent = chain_.find(link.parent);
    const std::string mend = "`covet rebase " + file_name(link) + "` ";
    if (parent == nullptr && !elsewhere_.contains(link.parent)) {
      faults_.push_back(fault_at_parent(
          file_of(link), "CV222",
          "`" + link.version.text() + "` follows `" + link.parent.text() + "`, which no file is",
          "bring that file back from version control; " + mend + "puts this one behind the last"));
      return false;
    }
    if (link.version < link.parent) {
      faults_.push_back(fault_at_parent(file_of(link), "CV224",
                                        "`" + link.version.text() + "` is lower than `" +
                                            link.parent.text() + "`, which it follows",
                                        mend + "gives it a later version"));
    }
    return true;
  }

  /// The files that follow `parent`, one branch below the other.
  std::string drawing(const Version& parent, const std::vector<const Link*>& heads) const {
    const Link* from = chain_.find(parent);
    std::vector<std::string> lines = {from != nullptr  ? label(*from)
                                      : parent.empty() ? "the beginning"
                                                       : parent.text()};
    for (const Link* head : heads) {
      const bool last = head == heads.back();
      bool first = true;
      for (const Link* link : chain_.branch(*head)) {
        lines.push_back((first ? (last ? "`- " : "|- ") : (last ? "   " : "|  ")) + label(*link));
        first = false;
      }
    }
    return join(lines, "\n");
  }

  void check_fork(const Version& parent) {
    std::vector<const Link*> heads = chain_.children(parent);
    std::erase_if(heads, [&](const Link* link) { return circular_.contains(link->version); });
    if (heads.size() < 2) return;
    const Link& second = *heads[1];
    std::vector<std::string> names;
    for (const Link* head : heads)
      names.push_back("`" + head->version.text() + "`");
    std::string message = join(names, " and ");
    message += parent.empty()
                   ? (heads.size() == 2 ? " are both the first" : " are all the first")
                   : (heads.size() == 2 ? " both follow `" : " all follow `") + parent.text() + "`";
    const std::string before = chain_.branch(*heads[0]).back()->version.text();
    Diagnostic fault =
        fault_at_parent(file_of(second), "CV221", std::move(message),
                        "`covet rebase` puts one branch behind the other; where both are applied "
                        "already, write `-- covet:parent " +
                            before + "` into " + file_name(second) +
                            ": that line may change after a file was applied");
    fault.notes = {drawing(parent, heads)};
    faults_.push_back(std::move(fault));
  }

  const Chain& chain_;
  std::set<Version> elsewhere_;
  std::set<Version> circular_;
  std::vector<Diagnostic> faults_;
};

Diagnostic fault_of_row(std::string code, std::string message, std::string help) {
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.help = std::move(help);
  return diagnostic;
}

Diagnostic fault_of_partial(const StatusLine& line) {
  const Applied& row = *line.row;
  const std::string done = std::to_string(row.statements_done) + " of " +
                           count_of(static_cast<std::size_t>(row.statements_total), "statement");
  Diagnostic fault =
      fault_at_line(*line.migration, 0, "CV227",
                    label(line.version, line.name) + " is partly " +
                        (row.state == State::reverting ? "undone: " : "applied: ") + done,
                    "`covet migrate` goes on from there, `covet rollback` undoes it");
  if (!row.error.empty()) fault.notes = {"the last attempt ended with: " + row.error};
  return fault;
}

}  // namespace

std::vector<Diagnostic> check_chain(const Chain& chain, std::span<const Version> elsewhere) {
  return ChainCheck(chain, elsewhere).faults();
}

std::vector<Diagnostic> check_history(std::span<const StatusLine> lines) {
  const Lateness lateness(lines);
  std::vector<Diagnostic> faults;
  for (const StatusLine& line : lines) {
    const std::string name = label(line.version, line.name);
    if (line.standing == Standing::edited) {
      faults.push_back(fault_of_edited(line));
    } else if (line.standing == Standing::missing_file) {
      const bool whole = line.row->state == State::applied;
      faults.push_back(fault_of_row(
          "CV225",
          name + (whole ? " is applied but has no file" : " is partly applied and has no file"),
          "bring the file back from version control"));
    } else if (line.standing == Standing::partial) {
      faults.push_back(fault_of_partial(line));
    } else if (line.standing == Standing::midway) {
      faults.push_back(fault_at_line(
          *line.migration, 0, "CV229",
          name + " stands for " + count_of(line.migration->replaces.size(), "migration") +
              ", of which only some are applied",
          "finish with the old files: check out the commit before they were squashed, run `covet "
          "migrate` there, then come back"));
    } else if (line.standing == Standing::pending && lateness.is_late(line) &&
               !lateness.was_known(line)) {
      faults.push_back(fault_at_parent(
          *line.migration, "CV226",
          name + " is pending, and older than `" + lateness.highest().text() +
              "`, which is applied",
          "`covet rebase " + line.migration->file.filename().string() +
              "` gives it a later version; `covet migrate --out-of-order` runs it as it is"));
    }
  }
  return faults;
}

}  // namespace covet::migrations
