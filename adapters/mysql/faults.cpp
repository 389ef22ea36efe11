#include "adapters/mysql/faults.h"

namespace covet::mysql {

Error model_fault(const SourceSpan& where, std::string code, std::string message,
                  std::string help) {
  Diagnostic diagnostic{};
  diagnostic.code = std::move(code);
  diagnostic.message = message;
  diagnostic.where = where;
  diagnostic.help = help;
  return Error(Errc::model, std::move(message), std::move(help))
      .with(std::vector<Diagnostic>{std::move(diagnostic)});
}

}  // namespace covet::mysql
