# core/base/version.h is written at build time, so that the revision is that of the sources compiled;
# it changes only when its text does, and only the files that include it are compiled again.

set(COVET_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)
set(version_command
  ${CMAKE_COMMAND}
  -D SOURCE_DIR=${PROJECT_SOURCE_DIR}
  -D VERSION=${PROJECT_VERSION}
  -D INPUT=${PROJECT_SOURCE_DIR}/cmake/version.h.in
  -D OUTPUT=${COVET_GENERATED_DIR}/core/base/version.h
  -P ${PROJECT_SOURCE_DIR}/cmake/write_version.cmake)
execute_process(COMMAND ${version_command} COMMAND_ERROR_IS_FATAL ANY)
add_custom_target(covet_version
  COMMAND ${version_command}
  BYPRODUCTS ${COVET_GENERATED_DIR}/core/base/version.h
  COMMENT ""
  VERBATIM)

# covet_uses_version(<target>): the target may include "core/base/version.h".
function(covet_uses_version target)
  add_dependencies(${target} covet_version)
  target_include_directories(${target} PRIVATE ${COVET_GENERATED_DIR})
endfunction()
