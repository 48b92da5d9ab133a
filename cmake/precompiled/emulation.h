// What most files of the engine include besides the core's (core.h says what this is for).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
