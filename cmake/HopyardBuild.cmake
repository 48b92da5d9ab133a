# Compiler settings shared by every target, and one function for each kind of target we have.
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
set(HOPYARD_FLAGS "-O2 -g1" CACHE STRING "Optimisation of the usual build; asserts stay on: they cost little and find much")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "${HOPYARD_FLAGS}")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns about code in its own headers once it is inlined (GCC bugs 105562, 105651).
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds)
endif()
if(HOPYARD_SANITIZE)
  add_compile_options(-fsanitize=${HOPYARD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${HOPYARD_SANITIZE})
endif()

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

# hopyard_tests(FOLDER LIB...): each tst_*.cpp below tests/FOLDER becomes a QtTest program and a ctest test named
# FOLDER/NAME, labelled with FOLDER.
function(hopyard_tests folder)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/tst_*.cpp)
  foreach(source IN LISTS found)
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR}/tests ${source})
    string(REGEX REPLACE "\\.cpp$" "" test ${path})
    string(REPLACE "/tst_" "/" test ${test})
    string(REPLACE "/" "_" target "tst_${test}")
    add_executable(${target} ${source})
    # Without the compiler's own macros, which moc would ask for without -std=c++20: `linux` is 1 among them, and the
    # name of one of our namespaces.
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOMOC_COMPILER_PREDEFINES OFF
                          RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_link_libraries(${target} PRIVATE ${ARGN} Qt6::Test)
    target_compile_definitions(${target} PRIVATE HOPYARD_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                 HOPYARD_BINARY_DIR="${CMAKE_BINARY_DIR}")
    if(folder STREQUAL "core")
      target_compile_definitions(${target} PRIVATE QT_NO_EMIT) # wire formats have emit() of their own
    endif()
    add_test(NAME ${test} COMMAND ${target})
    set(limit 300)
    set(cost 1)
    if(folder STREQUAL "interop") # whole conversations with real daemons, by their timers: begun first, they run beside the others
      set(limit 1800)
      set(cost 1000)
    endif()
    set_tests_properties(${test} PROPERTIES LABELS ${folder} TIMEOUT ${limit} COST ${cost}
                         ENVIRONMENT "QT_QPA_PLATFORM=offscreen;UBSAN_OPTIONS=print_stacktrace=1")
  endforeach()
endfunction()

# CMake hands moc the compiler's own include folders, and moc 6.4 stumbles over this macro in <concepts>.
set(CMAKE_AUTOMOC_MOC_OPTIONS "-D_GLIBCXX_VISIBILITY=")
