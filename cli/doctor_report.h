#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/json.h"

namespace covet::cli {

enum class Finding : std::uint8_t { fine, attention, wrong };

/// One line of `covet doctor`.
struct DoctorCheck {
  std::string name;
  Finding finding = Finding::fine;
  std::string detail;
  std::string help{};  ///< what to do about it; never empty where something is to be done
};

struct DoctorReport {
  std::vector<DoctorCheck> checks;

  void fine(std::string name, std::string detail);
  void attention(std::string name, std::string detail, std::string help);
  void wrong(std::string name, std::string detail, std::string help);
  bool has_wrong() const;
};

std::string doctor_text(const Context& context, const DoctorReport& report);
/// The document, with "status" and "checks".
JsonObject doctor_json(const DoctorReport& report);

}  // namespace covet::cli
