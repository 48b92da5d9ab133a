# Compiler settings shared by every target, and one function for each kind of target we have.
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)

# Where libraries go, before others decide it (Qt does): Debian's folder of the architecture.
if(NOT DEFINED CMAKE_INSTALL_LIBDIR AND CMAKE_LIBRARY_ARCHITECTURE)
  set(CMAKE_INSTALL_LIBDIR lib/${CMAKE_LIBRARY_ARCHITECTURE} CACHE PATH "Libraries, below the prefix")
endif()
include(GNUInstallDirs)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
set(HOPYARD_FLAGS "-O2 -g1" CACHE STRING "Optimisation of the usual build; asserts stay on: they cost little and find much")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "${HOPYARD_FLAGS}")
set(HOPYARD_HOT_FLAGS "" CACHE STRING "What the parts of the core that carry packets are compiled with besides")

option(HOPYARD_PRECOMPILE "Read common headers once a library (off shows where a file leans on what it does not include)" ON)
find_program(CCACHE ccache)
if(CCACHE)
  # Paths below the source are hashed without where it lies, so that a clone finds what another one compiled.
  set(cached ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1)
  if(HOPYARD_PRECOMPILE) # what ccache wants before it keeps anything that was compiled with a precompiled header
    list(APPEND cached CCACHE_SLOPPINESS=pch_defines,time_macros)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-fpch-preprocess)
    else()
      add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
    endif()
  endif()
  set(CMAKE_CXX_COMPILER_LAUNCHER ${cached} ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Nobody replaces functions of our libraries by others of the same name; without this g++ may not inline the core's own.
  add_compile_options(-fno-semantic-interposition)
  # g++ 12 warns about code in its own headers once it is inlined (GCC bugs 105562, 105651).
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
endif()
if(HOPYARD_SANITIZE)
  add_compile_options(-fsanitize=${HOPYARD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${HOPYARD_SANITIZE})
endif()

# hopyard_precompile(TARGET HEADER): cmake/precompiled/HEADER.h is read once for all of its files.
function(hopyard_precompile target header)
  if(HOPYARD_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled/${header}.h)
  endif()
endfunction()

# hopyard_library(NAME STATIC|SHARED FOLDER...): all sources of the folders.
function(hopyard_library name type)
  set(sources)
  foreach(folder IN LISTS ARGN)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/${folder}/*.h)
    list(APPEND sources ${found})
  endforeach()
  add_library(${name} ${type} ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
endfunction()

# What runs for a moment and is compiled often, tests and the command line; what they call is optimised as ever.
set(HOPYARD_COLD_FLAGS "-O1" CACHE STRING "What the tests' own files and the command line are compiled with besides")

# hopyard_moc(TARGET SOURCE): the code of the QObjects that SOURCE declares, for it to include at its end. AUTOMOC would
# run a program of its own for each of hundreds of tests and compile an empty file for it.
function(hopyard_moc target source)
  get_filename_component(name ${source} NAME_WE)
  set(moc ${CMAKE_BINARY_DIR}/generated/moc/${target}/${name}.moc)
  # moc 6.4 stumbles over this macro in <concepts>.
  add_custom_command(OUTPUT ${moc} COMMAND Qt6::moc -D_GLIBCXX_VISIBILITY= ${source} -o ${moc} DEPENDS ${source} VERBATIM)
  target_sources(${target} PRIVATE ${moc})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/generated/moc/${target})
endfunction()

# hopyard_tests(FOLDER LIB...): each tst_*.cpp below tests/FOLDER becomes a QtTest program and a ctest test named
# FOLDER/NAME, labelled with FOLDER.
function(hopyard_tests folder)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/tst_*.cpp)
  string(REPLACE "/" "_" owner "tests-of-${folder}")
  set(definitions)
  if(NOT folder MATCHES "gui")
    list(APPEND definitions QT_NO_EMIT) # wire formats and the trace have emit() of their own
  endif()
  if(HOPYARD_PRECOMPILE)
    add_executable(${owner} ${CMAKE_SOURCE_DIR}/cmake/precompiled/owner.cpp)
    target_link_libraries(${owner} PRIVATE ${ARGN} Qt6::Test)
    target_compile_definitions(${owner} PRIVATE ${definitions})
    target_compile_options(${owner} PRIVATE ${HOPYARD_COLD_FLAGS})
    hopyard_precompile(${owner} tests)
  endif()
  foreach(source IN LISTS found)
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR}/tests ${source})
    string(REGEX REPLACE "\\.cpp$" "" test ${path})
    string(REPLACE "/tst_" "/" test ${test})
    string(REPLACE "/" "_" target "tst_${test}")
    add_executable(${target} ${source})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    hopyard_moc(${target} ${source})
    target_link_libraries(${target} PRIVATE ${ARGN} Qt6::Test)
    target_compile_definitions(${target} PRIVATE ${definitions})
    target_compile_options(${target} PRIVATE ${HOPYARD_COLD_FLAGS})
    target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/generated) # places.h
    if(HOPYARD_PRECOMPILE)
      target_precompile_headers(${target} REUSE_FROM ${owner})
    endif()
    add_test(NAME ${test} COMMAND ${target})
    set(limit 900) # of a loaded machine; most take less than a second
    set(cost 1)
    if(folder STREQUAL "interop") # whole conversations with real daemons, by their timers: begun first, they run beside the others
      set(limit 1800)
      set(cost 1000)
    endif()
    set_tests_properties(${test} PROPERTIES LABELS ${folder} TIMEOUT ${limit} COST ${cost}
                         ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;UBSAN_OPTIONS=print_stacktrace=1;QTEST_FUNCTION_TIMEOUT=${limit}000")
  endforeach()
endfunction()

# CMake hands moc the compiler's own include folders, and moc 6.4 stumbles over this macro in <concepts>.
set(CMAKE_AUTOMOC_MOC_OPTIONS "-D_GLIBCXX_VISIBILITY=")
