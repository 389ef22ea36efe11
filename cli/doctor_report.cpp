#include "cli/doctor_report.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "cli/table.h"
#include "core/base/strings.h"

namespace covet::cli {
namespace {

Cell sign_of(const Context& context, Finding finding) {
  const auto cell = [&](Sign sign, Colour colour) {
    return Cell(std::string(context.out_style.sign(sign)), colour);
  };
  switch (finding) {
    case Finding::fine:
      break;
    case Finding::attention:
      return cell(Sign::attention, Colour::yellow);
    case Finding::wrong:
      return cell(Sign::failed, Colour::red);
  }
  return cell(Sign::ok, Colour::green);
}

std::string_view name_of(Finding finding) {
  switch (finding) {
    case Finding::fine:
      break;
    case Finding::attention:
      return "attention";
    case Finding::wrong:
      return "wrong";
  }
  return "fine";
}

std::size_t count(const DoctorReport& report, Finding finding) {
  return static_cast<std::size_t>(
      std::ranges::count(report.checks, finding, &DoctorCheck::finding));
}

std::string summary(const DoctorReport& report) {
  const std::size_t wrong = count(report, Finding::wrong);
  const std::size_t attention = count(report, Finding::attention);
  std::string text = wrong == 0 ? "nothing is wrong" : fmt::format("{} wrong", wrong);
  if (attention > 0) text += fmt::format(", {} worth a look", attention);
  return text;
}

}  // namespace

void DoctorReport::fine(std::string name, std::string detail) {
  checks.push_back({std::move(name), Finding::fine, std::move(detail)});
}

void DoctorReport::attention(std::string name, std::string detail, std::string help) {
  checks.push_back({std::move(name), Finding::attention, std::move(detail), std::move(help)});
}

void DoctorReport::wrong(std::string name, std::string detail, std::string help) {
  checks.push_back({std::move(name), Finding::wrong, std::move(detail), std::move(help)});
}

bool DoctorReport::has_wrong() const {
  return count(*this, Finding::wrong) > 0;
}

std::string doctor_text(const Context& context, const DoctorReport& report) {
  Table table({{""}, {""}, {""}});
  for (const DoctorCheck& check : report.checks) {
    const std::string help = check.help.empty() ? "" : ": " + check.help;
    table.add({sign_of(context, check.finding), check.name, one_line(check.detail + help)});
  }
  return table.text(context.out_style, 0, 2) + summary(report) + "\n";
}

JsonObject doctor_json(const DoctorReport& report) {
  JsonArray checks;
  for (const DoctorCheck& check : report.checks) {
    JsonObject json;
    json.add("name", check.name).add("status", name_of(check.finding));
    checks.add(json.add("detail", check.detail).add_unless_empty("help", check.help));
  }
  JsonObject document = json_document();
  return document.add("status", report.has_wrong() ? "wrong" : "fine").add("checks", checks);
}

}  // namespace covet::cli
