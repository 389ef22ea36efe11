#include "cli/app.h"
#include "cli/context.h"
#include "cli/interrupts.h"
#include "cli/secrets.h"

int main(int argc, char** argv) {
  covet::cli::Interrupts interrupts;
  interrupts.listen();
  covet::cli::Context context = covet::cli::process_context(interrupts);
  return covet::cli::run(covet::cli::take_arguments(argc, argv), context);
}
