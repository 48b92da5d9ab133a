// A program that does nothing: the tests of a folder share the precompiled header that is made for it.
// SPDX-License-Identifier: GPL-3.0-or-later
int main() {}
