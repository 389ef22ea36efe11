# covet_room(<name> SOURCES <file>... HEADERS <file>...)
#
# One room of the house: the static library covet_<name>, alias covet::<name>. Includes are relative to
# the root of the repository, and the headers install the same way under include/covet.
# Headers that users of the library have no use for may stand among the sources.
# Every file is listed, one a line, sorted; paths are relative to the room's CMakeLists.txt.
function(covet_room name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;HEADERS")
  set(target covet_${name})
  if(NOT arg_SOURCES)
    set(arg_SOURCES ${PROJECT_SOURCE_DIR}/cmake/room.cmake) # a room that is still empty
  endif()
  add_library(${target} STATIC)
  add_library(covet::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    LINKER_LANGUAGE CXX
    POSITION_INDEPENDENT_CODE ON)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_sources(${target}
    PRIVATE ${arg_SOURCES}
    PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${arg_HEADERS})
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:covet_warnings>)
  # With -pthread the counters are atomic by themselves; saying so keeps ccache away.
  if(COVET_COVERAGE AND name MATCHES "^(core|schema|migrations)$")
    target_compile_options(${target} PRIVATE --coverage)
  endif()
  # Reading the standard library is most of what compiling a small file takes. That each file includes what
  # it uses is seen by the headers' own check and by the tidy preset, which do without.
  target_precompile_headers(${target} PRIVATE
    <algorithm> <functional> <map> <memory> <optional> <set> <span> <string> <variant> <vector> <fmt/core.h>)
  set_property(GLOBAL APPEND PROPERTY COVET_ROOMS ${target})
endfunction()
