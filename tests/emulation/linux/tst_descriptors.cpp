// Descriptors and what passes through them: ownership, messages with descriptors and process ids, events, timers,
// processes, and the sentence of an error.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/event.h"
#include "emulation/linux/process.h"
#include "emulation/linux/unix_socket.h"

#include <QTest>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <csignal>

using namespace hopyard;
using namespace hopyard::base::literals;
using linux::Fd;

namespace {
bool isOpen(int fd) { return fcntl(fd, F_GETFD) >= 0; }
base::Bytes bytesOf(const char *text) { return {reinterpret_cast<const std::uint8_t *>(text), std::strlen(text)}; }
std::string textOf(const linux::Message &message) { return {message.bytes.begin(), message.bytes.end()}; }
} // namespace

class TestDescriptors : public QObject {
    Q_OBJECT

private slots:
    void anFdHasOneOwner()
    {
        int raw;
        {
            Fd a(open("/dev/null", O_RDONLY));
            raw = a.get();
            Fd b = std::move(a);
            QVERIFY(!a.isValid());
            QCOMPARE(b.get(), raw);
            b = std::move(b);
            QVERIFY(isOpen(raw));
        }
        QVERIFY(!isOpen(raw));
        Fd c(open("/dev/null", O_RDONLY));
        raw = c.release();
        c.reset();
        QVERIFY(isOpen(raw));
        Fd(raw).reset();
        QVERIFY(!isOpen(raw));
    }

    void errorsAreSentences()
    {
        QCOMPARE(toString(linux::SysError{EACCES, "open /dev/net/tun", "Let users open it."}),
                 std::string("Cannot open /dev/net/tun: Permission denied. Let users open it."));
        QCOMPARE(toString(linux::SysError{0, "start", ""}), std::string("Cannot start."));
        QCOMPARE(toString(linux::SysError{9999, "x", ""}), std::string("Cannot x: error 9999."));
        errno = ENOENT;
        const linux::Result<void> failed = linux::sysFail("find it");
        QCOMPARE(failed.error().code, ENOENT);
    }

    void messagesCarryDescriptors()
    {
        auto pair = linux::makeMessagePair();
        QVERIFY(pair);
        auto &[a, b] = *pair;
        int ends[2];
        QVERIFY(pipe2(ends, O_CLOEXEC) == 0);
        Fd reader(ends[0]), writer(ends[1]);
        const std::array<int, 2> lent{writer.get(), reader.get()};
        QVERIFY(linux::sendMessage(a.get(), bytesOf("take these"), lent));
        QVERIFY(linux::sendMessage(a.get(), bytesOf("and nothing")));
        auto message = linux::receiveMessage(b.get());
        QVERIFY(message);
        QCOMPARE(textOf(*message), std::string("take these"));
        QCOMPARE(message->fds.size(), std::size_t(2));
        QVERIFY(!message->pid);
        QVERIFY(isOpen(writer.get())); // lent, not given
        QVERIFY(fcntl(message->fds[0].get(), F_GETFD) & FD_CLOEXEC);
        writer.reset();
        QVERIFY(write(message->fds[0].get(), "x", 1) == 1); // the same pipe
        char c = 0;
        QVERIFY(read(reader.get(), &c, 1) == 1 && c == 'x');
        message = linux::receiveMessage(b.get());
        QCOMPARE(textOf(*message), std::string("and nothing"));
        QVERIFY(message->fds.empty());
        a.reset();
        message = linux::receiveMessage(b.get());
        QVERIFY(!message);
        QCOMPARE(message.error().code, ECONNRESET);
        const auto sent = linux::sendMessage(b.get(), bytesOf("anyone?"));
        QVERIFY(!sent && sent.error().code == EPIPE);
    }

    void messagesHaveLimits()
    {
        auto pair = linux::makeMessagePair();
        auto &[a, b] = *pair;
        QVERIFY(linux::setNonBlocking(a) && linux::setNonBlocking(b));
        const auto none = linux::receiveMessage(b.get());
        QVERIFY(!none && none.error().code == EAGAIN);
        std::vector<std::uint8_t> large(linux::kMaxMessage, 7);
        QVERIFY(linux::sendMessage(a.get(), large));
        QVERIFY(linux::receiveMessage(b.get())->bytes == large);
        large.push_back(7);
        const auto tooLong = linux::sendMessage(a.get(), large);
        QVERIFY(!tooLong && tooLong.error().code == EMSGSIZE);
        linux::Result<void> sent;
        int count = 0;
        while ((sent = linux::sendMessage(a.get(), base::Bytes(large).first(1000))) && count < 100'000)
            ++count;
        QVERIFY(!sent && sent.error().code == EAGAIN && count > 0);
    }

    void messagesSayWhoTheySpeakOf()
    {
        auto pair = linux::makeMessagePair();
        auto &[a, b] = *pair;
        QVERIFY(linux::receivePids(b));
        QVERIFY(linux::sendMessage(a.get(), bytesOf("me"), {}, getpid()));
        const auto message = linux::receiveMessage(b.get());
        QVERIFY(message && message->pid);
        QCOMPARE(*message->pid, getpid());
    }

    void epollTellsByKey()
    {
        auto epoll = linux::Epoll::create();
        auto event = linux::makeEventFd();
        QVERIFY(epoll && event);
        QVERIFY(epoll->add(event->get(), EPOLLIN, 0x1234'5678'9abc'def0));
        std::array<epoll_event, 4> ready;
        QCOMPARE(*epoll->wait(ready, 0_ns), std::size_t(0));
        linux::wake(*event);
        linux::wake(*event);
        QCOMPARE(*epoll->wait(ready, std::nullopt), std::size_t(1));
        QCOMPARE(ready[0].data.u64, std::uint64_t(0x1234'5678'9abc'def0));
        QCOMPARE(linux::drain(*event), std::uint64_t(2));
        QCOMPARE(linux::drain(*event), std::uint64_t(0));
        QVERIFY(epoll->change(event->get(), EPOLLOUT, 5));
        QCOMPARE(*epoll->wait(ready, std::nullopt), std::size_t(1));
        QCOMPARE(ready[0].data.u64, std::uint64_t(5));
        epoll->remove(event->get());
        QCOMPARE(*epoll->wait(ready, 0_ns), std::size_t(0));
        QVERIFY(!epoll->add(-1, EPOLLIN, 0));
    }

    void waitingEndsAtItsTime()
    {
        auto epoll = linux::Epoll::create();
        std::array<epoll_event, 1> ready;
        const std::int64_t begin = linux::monotonicNs();
        QCOMPARE(*epoll->wait(ready, 300_us), std::size_t(0));
        QVERIFY(linux::monotonicNs() - begin >= 300'000);
    }

    void timersRunOff()
    {
        auto timer = linux::makeTimer();
        auto epoll = linux::Epoll::create();
        QVERIFY(timer && epoll && epoll->add(timer->get(), EPOLLIN, 1));
        std::array<epoll_event, 1> ready;
        const std::int64_t deadline = linux::monotonicNs() + 2'000'000;
        QVERIFY(linux::armTimer(*timer, deadline));
        QCOMPARE(*epoll->wait(ready, std::nullopt), std::size_t(1));
        QVERIFY(linux::monotonicNs() >= deadline);
        QCOMPARE(linux::drain(*timer), std::uint64_t(1));
        QVERIFY(linux::armTimer(*timer, 0)); // passed: at once
        QCOMPARE(*epoll->wait(ready, std::nullopt), std::size_t(1));
        QVERIFY(linux::armTimer(*timer, linux::monotonicNs() + 3'600'000'000'000));
        QVERIFY(linux::armTimer(*timer, std::nullopt));
        QCOMPARE(*epoll->wait(ready, 0_ns), std::size_t(0));
    }

    void signalsComeByDescriptor()
    {
        auto byDescriptor = linux::makeSignalFd({SIGUSR1});
        QVERIFY(byDescriptor);
        QVERIFY(!linux::readSignal(*byDescriptor));
        QVERIFY(pthread_kill(pthread_self(), SIGUSR1) == 0);
        QCOMPARE(*linux::readSignal(*byDescriptor), SIGUSR1);
        QVERIFY(!linux::readSignal(*byDescriptor));
    }

    void processesAreHeldByDescriptor()
    {
        const pid_t child = fork();
        if (child == 0) {
            for (;;)
                pause();
        }
        auto process = linux::openProcess(child);
        QVERIFY(process);
        QVERIFY(!linux::waitForEnd(*process, 0_ns));
        QVERIFY(linux::signalProcess(*process, SIGKILL));
        QVERIFY(linux::waitForEnd(*process, 10_s));
        linux::reap(*process);
        QCOMPARE(waitpid(child, nullptr, WNOHANG), -1);   // no zombie is left
        QVERIFY(linux::signalProcess(*process, SIGTERM)); // ended: no error
        QVERIFY(!linux::openProcess(child));
    }

    void theDescriptorLimitIsRaised()
    {
        rlimit limit{};
        QVERIFY(getrlimit(RLIMIT_NOFILE, &limit) == 0);
        const std::size_t now = linux::raiseDescriptorLimit();
        QCOMPARE(now, std::size_t(limit.rlim_max));
    }
};

QTEST_APPLESS_MAIN(TestDescriptors)
#include "tst_descriptors.moc"
