// The signal handler; see fault_guard.h. It runs on the thread that touched, in the middle of its work: it uses
// nothing but this table, whose entries are written only while the range they speak of is not in use, and one system
// call.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/guest_memory/fault_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <utility>

namespace hopyard::guest_memory {

namespace {

struct Watched {
    std::atomic<std::uintptr_t> begin{0}; ///< 0: nobody's
    std::size_t length = 0;
    std::size_t pageSize = 4096;
    std::array<FaultGuard::Fault, FaultGuard::kRemembered> faults;
    std::size_t first = 0, remembered = 0;
    std::uint64_t count = 0;
    bool overflow = false;
};

std::array<Watched, FaultGuard::kWatched> watched;
std::atomic<std::size_t> highest{0}; // entries behind it were never used
struct sigaction before[2];          // of SIGSEGV and SIGBUS
std::atomic<bool> isInstalled{false};

bool isWrite(const void *context)
{
#if defined(__x86_64__)
    constexpr greg_t kWrite = 2; // of the page fault's error code
    return (static_cast<const ucontext_t *>(context)->uc_mcontext.gregs[REG_ERR] & kWrite) != 0;
#else
    (void)context;
    return false;
#endif
}

bool resolve(std::uintptr_t at, bool forWriting)
{
    const std::size_t end = highest.load(std::memory_order_acquire);
    for (std::size_t i = 0; i < end; ++i) {
        Watched &w = watched[i];
        const std::uintptr_t begin = w.begin.load(std::memory_order_acquire);
        if (begin == 0 || at < begin || at - begin >= w.length)
            continue;
        const std::size_t offset = at - begin;
        void *page = reinterpret_cast<void *>(begin + offset / w.pageSize * w.pageSize);
        if (::mmap(page, w.pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE,
                   -1, 0)
            == MAP_FAILED)
            return false;
        ++w.count;
        if (w.remembered == w.faults.size())
            w.overflow = true;
        else
            w.faults[(w.first + w.remembered++) % w.faults.size()] = {offset, forWriting};
        return true;
    }
    return false;
}

void onFault(int signal, siginfo_t *info, void *context)
{
    const int saved = errno;
    // A signal sent by a process (si_code <= 0) is no fault of ours, whatever address it carries.
    if (info->si_code > 0 && resolve(reinterpret_cast<std::uintptr_t>(info->si_addr), isWrite(context))) {
        errno = saved;
        return;
    }
    errno = saved;
    const struct sigaction &old = before[signal == SIGBUS ? 1 : 0];
    if ((old.sa_flags & SA_SIGINFO) && old.sa_sigaction) {
        old.sa_sigaction(signal, info, context);
    } else if (old.sa_handler != SIG_DFL && old.sa_handler != SIG_IGN) {
        old.sa_handler(signal);
    } else {
        ::signal(signal, SIG_DFL); // the same instruction faults again, and this time it is the end
        if (info->si_code <= 0)
            ::raise(signal);
    }
}

void install()
{
    if (isInstalled.exchange(true))
        return;
    struct sigaction action {};
    action.sa_sigaction = onFault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGSEGV, &action, &before[0]);
    ::sigaction(SIGBUS, &action, &before[1]);
}

} // namespace

FaultGuard::FaultGuard(std::uint8_t *begin, std::size_t length, std::size_t pageSize)
{
    install();
    for (std::size_t i = 0; i < watched.size(); ++i) {
        Watched &w = watched[i];
        if (w.begin.load(std::memory_order_relaxed) != 0)
            continue;
        w.length = length;
        w.pageSize = pageSize;
        w.first = w.remembered = 0;
        w.count = 0;
        w.overflow = false;
        w.begin.store(reinterpret_cast<std::uintptr_t>(begin), std::memory_order_release);
        if (highest.load(std::memory_order_relaxed) <= i)
            highest.store(i + 1, std::memory_order_release);
        m_slot = i;
        return;
    }
}

FaultGuard::FaultGuard(FaultGuard &&other) noexcept : m_slot(std::exchange(other.m_slot, kNone)) {}

FaultGuard::~FaultGuard()
{
    if (m_slot != kNone)
        watched[m_slot].begin.store(0, std::memory_order_release);
}

std::optional<FaultGuard::Fault> FaultGuard::take()
{
    if (m_slot == kNone || watched[m_slot].remembered == 0)
        return std::nullopt;
    Watched &w = watched[m_slot];
    const Fault fault = w.faults[w.first];
    w.first = (w.first + 1) % w.faults.size();
    --w.remembered;
    return fault;
}

std::uint64_t FaultGuard::count() const
{
    return m_slot == kNone ? 0 : watched[m_slot].count;
}

bool FaultGuard::takeOverflow()
{
    return m_slot != kNone && std::exchange(watched[m_slot].overflow, false);
}

} // namespace hopyard::guest_memory
