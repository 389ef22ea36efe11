# covet_codegen(<target> CONFIG <covet.toml> MODELS <file>... [NAMESPACE <name>])
#
# Makes the typed headers of the models that CONFIG names for <target>, and again whenever one of MODELS changes.
# They are included as <NAMESPACE/models.h>; NAMESPACE is models unless said. The target is linked with covet::core.
# Where a header changes, the build that finds it compiles every source that <target> names; what it has by a generator
# expression or precompiles may wait for the next build, with Ninja.
function(covet_codegen target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CONFIG;NAMESPACE" "MODELS")
  if(NOT arg_CONFIG OR NOT arg_MODELS OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "covet_codegen(<target> CONFIG <covet.toml> MODELS <file>... [NAMESPACE <name>])")
  endif()
  if(NOT arg_NAMESPACE)
    set(arg_NAMESPACE models)
  endif()
  cmake_path(ABSOLUTE_PATH arg_CONFIG)
  string(REPLACE "::" "/" folder ${arg_NAMESPACE})
  set(root ${CMAKE_CURRENT_BINARY_DIR}/${target}_models)
  # The stamp, and not a header, is what is newer than the models: a header that is fresh isn't touched. Nor are the
  # sums, which stand for the headers: a build tool can't know before it runs covet which ones there are, and would
  # look at their times too early.
  add_custom_command(OUTPUT ${root}/stamp BYPRODUCTS ${root}/sums
    COMMAND covet::covet codegen cpp -c ${arg_CONFIG} --out ${root}/${folder} --namespace ${arg_NAMESPACE}
    COMMAND ${CMAKE_COMMAND} -D FOLDER=${root}/${folder} -D SUMS=${root}/sums -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMAND ${CMAKE_COMMAND} -E touch ${root}/stamp
    DEPENDS covet::covet ${arg_CONFIG} ${arg_MODELS}
    VERBATIM)
  # Once all its sources are known; a deferred call's arguments are looked up then, when there is no ${target}.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL covet_codegen_sources [[${target}]] [[${root}/sums]])")
  target_sources(${target} PRIVATE ${root}/stamp)
  target_include_directories(${target} PRIVATE ${root})
  target_link_libraries(${target} PRIVATE covet::core)
endfunction()

# Has the sources of <target> compiled again whenever <sums> changes.
function(covet_codegen_sources target sums)
  get_target_property(sources ${target} SOURCES)
  set_property(SOURCE ${sources} APPEND PROPERTY OBJECT_DEPENDS ${sums})
endfunction()

# As a script: writes what the headers of FOLDER are into SUMS, where that says something else.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  file(GLOB headers ${FOLDER}/*.h)
  set(now "")
  foreach(header IN LISTS headers)
    file(SHA256 ${header} sum)
    string(APPEND now "${sum} ${header}\n")
  endforeach()
  set(before "")
  if(EXISTS ${SUMS})
    file(READ ${SUMS} before)
  endif()
  if(NOT now STREQUAL before)
    file(WRITE ${SUMS} "${now}")
  endif()
endif()
