# How our own code is compiled. What we link comes in as SYSTEM and is spared the warnings.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

find_program(COVET_CCACHE ccache)
mark_as_advanced(COVET_CCACHE)
if(COVET_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # ccache takes precompiled headers only with this sloppiness, and with CCACHE_DEPEND it doesn't preprocess
  # what it then compiles.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_DEPEND=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${COVET_CCACHE})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

# Test programs with sanitizers are hundreds of megabytes: linking them takes seconds, or none.
find_program(COVET_MOLD mold)
mark_as_advanced(COVET_MOLD)
if(COVET_MOLD AND COVET_TESTS)
  add_link_options(-fuse-ld=mold)
endif()

add_library(covet_warnings INTERFACE)
target_compile_options(covet_warnings INTERFACE
  -Wall -Wextra -Wpedantic
  -Wconversion
  -Wshadow
  -Wnon-virtual-dtor
  -Wold-style-cast
  -Woverloaded-virtual
  -Wswitch-enum
  $<$<BOOL:${COVET_WERROR}>:-Werror>)
# What stands before a file in a unity build is not its own: the other builds warn of these.
if(CMAKE_UNITY_BUILD)
  target_compile_options(covet_warnings INTERFACE -Wno-shadow -Wno-subobject-linkage)
endif()

# Optimised, g++ 12 warns of "text" + std::move(string) within its own library: gcc.gnu.org/PR105651.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(covet_warnings INTERFACE
    $<$<CONFIG:Release>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>)
endif()

# Everywhere, for some libraries ask for it and a precompiled header wants the same flags in all its users.
add_compile_options(-pthread)
add_link_options(-pthread)

# For the whole build and not for a target, as sanitizers must see every object and the link.
if(COVET_SANITIZE)
  add_compile_options(-fsanitize=${COVET_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${COVET_SANITIZE})
endif()
if(COVET_SANITIZE MATCHES "address")
  # The undefined-behaviour sanitizer leaves a global for each of its checks. With the address sanitizer's
  # red zones around them, and all their addresses to relocate, a program took seconds to start.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("SHELL:--param asan-globals=0")
  else()
    add_compile_options("SHELL:-mllvm -asan-globals=0")
  endif()
  add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>)
endif()
if(COVET_COVERAGE)
  add_link_options(--coverage)
endif()
