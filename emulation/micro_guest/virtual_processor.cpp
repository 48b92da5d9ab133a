// See virtual_processor.h. Registers as the processor's manual has them (AMD64 Architecture Programmer's Manual, volume 2,
// chapters 4 "Segmentation", 5 "Page translation", 14.6 "Long mode"); KVM's calls as in the kernel's
// Documentation/virt/kvm/api.rst.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/virtual_processor.h"

#include "emulation/micro_guest/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/kvm.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace hopyard::micro_guest {

namespace {

// Where in its private memory the guest's page tables lie; its program begins behind them.
constexpr std::uint64_t kTable4 = 0x1000, kTable3 = 0x2000, kTable2 = 0x3000;
static_assert(kTable2 + kPage <= kProgramAt && kWindowAt < 1u << 30);
constexpr std::uint64_t kPresent = 1, kWritable = 2, kUser = 4, kLarge = 0x80; // of an entry
constexpr std::uint32_t kExitMemoryFault = 39; // KVM_EXIT_MEMORY_FAULT, of Linux 6.7: flags, address, length follow

int wakeUpSignal()
{
    return SIGRTMIN + 5;
}

/// A signal that does nothing but end KVM_RUN.
void installWakeUp()
{
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigemptyset(&action.sa_mask);
    ::sigaction(wakeUpSignal(), &action, nullptr);
}

} // namespace

std::optional<std::string> missing()
{
    if (programFile().empty())
        return "the micro-guest's program is for x86-64, and was not built here";
    const linux::Fd kvm(::open("/dev/kvm", O_RDWR | O_CLOEXEC));
    if (!kvm)
        return fmt::format("there is no KVM to be had here: cannot open /dev/kvm: {}. {}", std::strerror(errno),
                           errno == EACCES ? "Be a member of the group kvm (\"adduser YOU kvm\", then log in anew)"
                                           : "Turn virtualisation on in the computer's firmware, or allow it to this virtual machine, and load "
                                             "the module kvm_amd or kvm_intel");
    if (::ioctl(kvm.get(), KVM_GET_API_VERSION, 0) != KVM_API_VERSION)
        return "KVM here is of another version";
    return std::nullopt;
}

linux::Result<std::unique_ptr<VirtualProcessor>> VirtualProcessor::create(std::uint8_t *window, std::size_t length, const Boot &boot,
                                                                          std::function<bool()> hasWork)
{
    auto made = std::unique_ptr<VirtualProcessor>(new VirtualProcessor(std::move(hasWork)));
    if (auto done = made->prepare(window, length, boot); !done)
        return base::fail(std::move(done.error()));
    return made;
}

linux::Result<void> VirtualProcessor::prepare(std::uint8_t *window, std::size_t length, const Boot &boot)
{
    m_kvm.reset(::open("/dev/kvm", O_RDWR | O_CLOEXEC));
    if (!m_kvm)
        return linux::sysFail("open /dev/kvm");
    m_machine.reset(::ioctl(m_kvm.get(), KVM_CREATE_VM, 0));
    m_kick.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!m_machine || !m_kick)
        return linux::sysFail("make a virtual machine");
    void *memory = ::mmap(nullptr, kPrivate, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return linux::sysFail("take a micro-guest's private memory");
    m_private = static_cast<std::uint8_t *>(memory);
    const auto entry = loadProgram(programFile(), {m_private, kPrivate});
    if (!entry)
        return linux::sysFail("load the micro-guest's program", {}, ENOEXEC);
    const auto write = [&](std::uint64_t at, std::uint64_t value) {
        std::memcpy(m_private + at, &value, sizeof value);
    };
    setBoot(boot);
    write(kTable4, kTable3 | kPresent | kWritable | kUser);
    write(kTable3, kTable2 | kPresent | kWritable | kUser);
    for (std::uint64_t i = 0; i < 512; ++i) // the first GiB, every address itself
        write(kTable2 + i * 8, i << 21 | kLarge | kPresent | kWritable | kUser);

    const std::array<kvm_userspace_memory_region, 2> slots{{
        {0, 0, 0, kPrivate, reinterpret_cast<std::uintptr_t>(m_private)},
        {1, 0, kWindowAt, length, reinterpret_cast<std::uintptr_t>(window)},
    }};
    for (const kvm_userspace_memory_region &slot : slots)
        if (::ioctl(m_machine.get(), KVM_SET_USER_MEMORY_REGION, &slot) != 0)
            return linux::sysFail("give a virtual machine its memory");
    kvm_ioeventfd kick{};
    kick.addr = kKickPort;
    kick.len = 4;
    kick.fd = m_kick.get();
    kick.flags = KVM_IOEVENTFD_FLAG_PIO;
    if (::ioctl(m_machine.get(), KVM_IOEVENTFD, &kick) != 0)
        return linux::sysFail("tie a virtual machine's port to an eventfd");
    m_processor.reset(::ioctl(m_machine.get(), KVM_CREATE_VCPU, 0));
    const int size = ::ioctl(m_kvm.get(), KVM_GET_VCPU_MMAP_SIZE, 0);
    if (!m_processor || size < static_cast<int>(sizeof(kvm_run)))
        return linux::sysFail("make a virtual processor");
    m_runLength = static_cast<std::size_t>(size);
    void *run = ::mmap(nullptr, m_runLength, PROT_READ | PROT_WRITE, MAP_SHARED, m_processor.get(), 0);
    if (run == MAP_FAILED)
        return linux::sysFail("map a virtual processor");
    m_run = run;
    return setRegisters(*entry);
}

void VirtualProcessor::setBoot(const Boot &boot) { std::memcpy(m_private + kBootAt, &boot, sizeof boot); }

/// 64-bit mode, ring 3, as if an operating system had started the program there.
linux::Result<void> VirtualProcessor::setRegisters(std::uint64_t entry)
{
    kvm_sregs s{};
    if (::ioctl(m_processor.get(), KVM_GET_SREGS, &s) != 0)
        return linux::sysFail("read a virtual processor's registers");
    kvm_segment code{};
    code.limit = 0xffff'ffff;
    code.selector = 0x33;
    code.type = 0xb; // execute, read, accessed
    code.present = code.s = code.g = code.l = 1;
    code.dpl = 3;
    kvm_segment data = code;
    data.selector = 0x2b;
    data.type = 0x3; // read, write, accessed
    data.l = 0;
    data.db = 1;
    s.cs = code;
    s.ss = s.ds = s.es = s.fs = s.gs = data;
    s.cr3 = kTable4;
    s.cr4 = 1u << 5;                           // PAE
    s.cr0 = 1u << 31 | 1u << 5 | 1u << 4 | 1u; // PG, NE, ET, PE
    s.efer = 1u << 10 | 1u << 8;               // LMA, LME
    if (::ioctl(m_processor.get(), KVM_SET_SREGS, &s) != 0)
        return linux::sysFail("set a virtual processor's mode");
    kvm_regs r{};
    r.rip = entry;
    r.rsp = kStackTop - 8; // as behind a call
    r.rflags = 0x3002;     // IOPL 3: ring 3 may write to ports
    if (::ioctl(m_processor.get(), KVM_SET_REGS, &r) != 0)
        return linux::sysFail("set a virtual processor's registers");
    return {};
}

VirtualProcessor::~VirtualProcessor()
{
    if (m_thread.joinable()) {
        {
            const std::lock_guard lock(m_lock);
            m_isStopping = true;
            interrupt();
        }
        m_thread.join();
    }
    if (m_run)
        ::munmap(m_run, m_runLength);
    m_processor.reset();
    m_machine.reset(); // before the memory it has
    if (m_private)
        ::munmap(m_private, kPrivate);
}

/// Under the lock: its thread leaves KVM_RUN, or comes back from it at once, and looks at what is wanted of it.
void VirtualProcessor::interrupt()
{
    static_cast<kvm_run *>(m_run)->immediate_exit = 1;
    m_changed.notify_all();
    ::pthread_kill(m_thread.native_handle(), wakeUpSignal());
}

void VirtualProcessor::start()
{
    const std::lock_guard lock(m_lock);
    if (m_state != State::made)
        return;
    installWakeUp();
    m_state = State::running;
    m_thread = std::thread([this] { work(); });
}

void VirtualProcessor::pause()
{
    const std::lock_guard lock(m_lock);
    if (m_isPaused || !m_thread.joinable() || m_state == State::ended)
        return;
    m_isPaused = true;
    interrupt();
}

void VirtualProcessor::resume()
{
    const std::lock_guard lock(m_lock);
    m_isPaused = false;
    m_changed.notify_all();
}

void VirtualProcessor::wake()
{
    const std::lock_guard lock(m_lock); // it may be about to go idle: then it looks once more under this lock
    if (m_state == State::idle)
        m_changed.notify_all();
}

bool VirtualProcessor::takeKicks()
{
    std::uint64_t times = 0;
    return ::read(m_kick.get(), &times, sizeof times) == sizeof times;
}

/// Whoever waits for a kick learns of more than kicks.
void VirtualProcessor::tell()
{
    const std::uint64_t one = 1;
    (void)!::write(m_kick.get(), &one, sizeof one);
}

void VirtualProcessor::end(std::string why)
{
    m_state = State::ended;
    m_why = std::move(why);
    tell();
}

void VirtualProcessor::work()
{
    for (;;) {
        const int result = ::ioctl(m_processor.get(), KVM_RUN, 0);
        if (!afterRun(result, errno))
            return;
    }
}

/// What the guest came out for. False: it does not run again.
bool VirtualProcessor::afterRun(int result, int error)
{
    auto *run = static_cast<kvm_run *>(m_run);
    std::unique_lock lock(m_lock);
    ++m_exits;
    if (m_isStopping) {
        end("it was stopped");
        return false;
    }
    if (result != 0 && error == EINTR) {
        run->immediate_exit = 0;
        if (m_isPaused) {
            m_state = State::paused;
            m_changed.wait(lock, [&] { return m_isStopping || !m_isPaused; });
            m_state = State::running;
            if (m_isStopping)
                run->immediate_exit = 1;
        }
        return true;
    }
    if (result != 0 && error == EFAULT) {
        Fault fault;
        if (run->exit_reason == kExitMemoryFault) { // else the kernel is older and does not say where
            std::uint64_t place[2];                 // flags, address
            std::memcpy(place, run->padding, sizeof place);
            fault.inWindow = place[1] >= kWindowAt;
            fault.address = fault.inWindow ? place[1] - kWindowAt : place[1];
        }
        ++m_faults;
        m_fault = fault;
        m_state = State::faulted;
        tell();
        m_changed.wait(lock, [&] { return m_isStopping || m_state != State::faulted; });
        return true;
    }
    if (result != 0) {
        end(fmt::format("KVM would not run it: {}", std::strerror(error)));
        return false;
    }
    if (run->exit_reason == KVM_EXIT_IO && run->io.port == kIdlePort) {
        m_state = State::idle;
        m_changed.wait(lock, [&] { return m_isStopping || m_isPaused || m_hasWork(); });
        m_state = State::running;
        return true;
    }
    if (run->exit_reason == KVM_EXIT_MMIO) { // no memory there: the guest's address is outside of all it has
        ++m_faults;
        m_fault = Fault{run->mmio.phys_addr, false};
        end(fmt::format("it touched {:#x}, where it has no memory", static_cast<std::uint64_t>(run->mmio.phys_addr)));
        return false;
    }
    end(run->exit_reason == KVM_EXIT_IO && run->io.port == kEndPort ? std::string("it was told to stop")
                                                                    : fmt::format("exit {} of KVM", run->exit_reason));
    return false;
}

void VirtualProcessor::retry()
{
    const std::lock_guard lock(m_lock);
    if (m_state != State::faulted)
        return;
    m_fault.reset();
    m_state = State::running;
    m_changed.notify_all();
}

VirtualProcessor::State VirtualProcessor::state() const
{
    const std::lock_guard lock(m_lock);
    return m_state;
}

std::optional<VirtualProcessor::Fault> VirtualProcessor::fault() const
{
    const std::lock_guard lock(m_lock);
    return m_fault;
}

std::uint64_t VirtualProcessor::faults() const
{
    const std::lock_guard lock(m_lock);
    return m_faults;
}

std::uint64_t VirtualProcessor::exits() const
{
    const std::lock_guard lock(m_lock);
    return m_exits;
}

std::string VirtualProcessor::why() const
{
    const std::lock_guard lock(m_lock);
    return m_why;
}

} // namespace hopyard::micro_guest
