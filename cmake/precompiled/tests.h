// What most tests include (core.h says what this is for).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core.h"

#include <QtTest>
