#include "cli/approve.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "core/base/strings.h"

namespace covet::cli {
namespace {

using migrations::Loss;

std::string allow_flags(const std::vector<Loss>& losses) {
  std::set<std::string> kinds;
  for (const Loss& loss : losses)
    kinds.insert(loss.hazard.kind);
  std::vector<std::string> flags;
  for (const std::string& kind : kinds)
    flags.push_back("--allow " + kind);
  return join(flags, " ");
}

void show_losses(const Context& context, const std::vector<Loss>& losses) {
  for (const Loss& loss : losses) {
    context.err << fmt::format("  {} {} {}: {}\n", context.err_style.painted(Sign::attention),
                               loss.hazard.kind, loss.hazard.object,
                               context.err_style.paint(Colour::red, loss_text(loss)));
  }
}

void ask_for_name(const Context& context, const Target& target, const Approval& approval,
                  const std::vector<Loss>& open) {
  const std::string flags = fmt::format("{}{}--approve {}", allow_flags(open),
                                        open.empty() ? "" : " ", target.environment);
  if (!context.globals.approve.empty() && context.globals.approve != target.environment) {
    throw Error(Errc::refused,
                fmt::format("--approve says `{}`, but this is {}", context.globals.approve,
                            target.display()),
                "pass " + flags);
  }
  if (!context.interactive()) {
    throw Error(Errc::refused,
                fmt::format("{} is protected, and nobody approved to {}", target.environment,
                            approval.action),
                "pass " + flags);
  }
  const auto answer =
      context.ask(fmt::format("Type {} to {}:", target.environment, approval.action));
  if (answer != target.environment) {
    throw Error(Errc::refused, "that is not its name; nothing was changed", "pass " + flags);
  }
}

}  // namespace

std::vector<Loss> open_losses(const std::vector<Loss>& losses) {
  std::vector<Loss> open;
  std::ranges::copy_if(losses, std::back_inserter(open),
                       [](const Loss& loss) { return !loss.approved && loss.rows != 0; });
  return open;
}

std::string approval_flags(const Target& target, const std::vector<Loss>& losses) {
  const std::vector<Loss> open = open_losses(losses);
  std::string flags = open.empty() ? "" : " " + allow_flags(open);
  if (target.settings.is_protected) flags += " --approve " + target.environment;
  return flags;
}

std::string loss_text(const Loss& loss) {
  if (loss.rows < 0) return "loses data (not counted)";
  if (loss.rows == 0) return "no rows to lose";
  return fmt::format("loses data: {}", count_of(static_cast<std::size_t>(loss.rows), "row"));
}

void require_approval(const Context& context, const Target& target, const Approval& approval) {
  const std::vector<Loss> open = open_losses(approval.losses);
  const bool is_protected = target.settings.is_protected;
  if (!open.empty()) show_losses(context, open);
  if (is_protected &&
      (context.globals.approve != target.environment || (!open.empty() && context.interactive()))) {
    return ask_for_name(context, target, approval, open);
  }
  if (open.empty()) return;
  if (!is_protected && context.globals.yes) return;
  const std::string way = "pass " + allow_flags(open) +
                          (is_protected ? " --approve " + target.environment : " or --yes") +
                          ", or put `-- covet:allow` into the file";
  if (!context.interactive())
    throw Error(Errc::refused, "this loses data, and nobody approved it", way);
  if (!context.confirm(fmt::format("Lose this data and {}?", approval.action))) {
    throw Error(Errc::refused, "nothing was changed", way);
  }
}

}  // namespace covet::cli
