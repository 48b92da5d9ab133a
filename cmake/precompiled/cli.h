// What most files of the command line include besides the engine's (core.h says what this is for).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
