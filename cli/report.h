#pragma once

#include <string>

#include "cli/context.h"
#include "cli/exit_code.h"
#include "cli/json.h"
#include "core/base/error.h"

namespace covet::cli {

/// One fault with its place, line and caret:
///   error[CV101]: unknown option `max_lenght`
///     --> schema/posts.toml:8:41
///      |
///    8 | slug = { type = "Char", max_lenght = 120 }
///      |                         ^^^^^^^^^^ did you mean `max_length`?
///      = help: …
std::string diagnostic_text(const Diagnostic& diagnostic, const Context& context,
                            const Style& style);
/// {"severity": …, "code": …, "message": …, "file": …, "line": …, …}
JsonObject diagnostic_json(const Diagnostic& diagnostic);

/// Shows an error on the message stream: each of its diagnostics (20 at most), or its message and
/// hint.
void report(const Error& error, const Context& context);

/// The same as the document that `--json` prints.
std::string error_json(const Error& error, ExitCode code);

}  // namespace covet::cli
