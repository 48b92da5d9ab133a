// Counting signals; see interrupt.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

namespace hopyard::cli {
namespace {

// A signal handler reaches nothing but what is global.
volatile std::sig_atomic_t g_count = 0;
volatile std::sig_atomic_t g_last = 0;

void note(int number)
{
    g_count = g_count + 1;
    g_last = number;
}

} // namespace

Interrupt::Interrupt()
{
    g_count = 0;
    g_last = 0;
    struct sigaction action {};
    action.sa_handler = note;
    sigaction(SIGINT, &action, &m_int);
    sigaction(SIGTERM, &action, &m_term);
    sigaction(SIGHUP, &action, &m_hup);
}

Interrupt::~Interrupt()
{
    sigaction(SIGINT, &m_int, nullptr);
    sigaction(SIGTERM, &m_term, nullptr);
    sigaction(SIGHUP, &m_hup, nullptr);
}

int Interrupt::count() const { return g_count; }
int Interrupt::lastSignal() const { return g_last; }

} // namespace hopyard::cli
