// Connections that leave Hopyard's stack for Linux processes and come back while they run, end to end in real time: an
// engine of its own, the lab "Out into Linux and back", curl in a namespace.
//
// HOPYARD_MIGRATE_MB: size of the download that moves ten times (48), HOPYARD_MIGRATE_TIMES: how often (10). What each
// move took is printed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/pattern.h"
#include "emulation/linux/event.h"
#include "emulation/linux/privileges.h"
#include "places.h"
#include "tests/emulation/engine/engine_process.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QStandardPaths>
#include <QtTest/QtTest>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <set>
#include <thread>

using namespace hopyard;
using engine::EngineProcess;
using rpc::Json;

namespace {

/// What curl writes, compared with what it should be as it comes, and when it came.
class Download {
public:
    Download(int fd) : m_fd(fd), m_thread([this] { read(); }) {}
    ~Download() { wait(); }
    std::uint64_t received() const { return m_received; }
    bool isRight() const { return !m_isWrong; }
    bool isOver() const { return m_isOver; }
    void wait()
    {
        if (m_thread.joinable())
            m_thread.join();
    }
    /// The longest time without a byte that ended in there, in microseconds; all of them where there is no end. After wait().
    double longestWait(std::int64_t from, std::int64_t to) const
    {
        std::int64_t longest = 0;
        for (std::size_t i = 1; i < m_times.size(); ++i)
            if (m_times[i] >= from && m_times[i] <= to)
                longest = std::max(longest, m_times[i] - m_times[i - 1]);
        return static_cast<double>(longest) / 1e3;
    }
    /// Of stretches this long that begin every so many, the median of the longest waits.
    double usualWait(std::int64_t stretch) const
    {
        std::vector<double> all;
        for (std::int64_t t = m_times.front(); t + stretch < m_times.back(); t += stretch)
            all.push_back(longestWait(t, t + stretch));
        if (all.empty())
            return 0;
        std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
        return all[all.size() / 2];
    }

private:
    void read()
    {
        std::vector<std::uint8_t> buffer(256 * 1024);
        std::uint64_t at = 0;
        for (ssize_t n; (n = ::read(m_fd, buffer.data(), buffer.size())) > 0;) {
            m_times.push_back(linux::monotonicNs());
            for (std::size_t done = 0; done < static_cast<std::size_t>(n);) {
                const base::Bytes expected = services::pattern(at);
                const std::size_t count = std::min(expected.size(), static_cast<std::size_t>(n) - done);
                if (std::memcmp(expected.data(), buffer.data() + done, count) != 0)
                    m_isWrong = true;
                done += count;
                at += count;
            }
            m_received = at;
        }
        ::close(m_fd);
        m_isOver = true;
    }

    int m_fd;
    std::vector<std::int64_t> m_times;
    std::atomic<std::uint64_t> m_received{0};
    std::atomic<bool> m_isWrong{false}, m_isOver{false};
    std::thread m_thread; // the last: it uses the others
};

} // namespace

class LinuxHostsTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<EngineProcess> m;

    std::string lab() const
    {
        QFile file(HOPYARD_SOURCE_DIR "/resources/labs/out-into-linux.yaml");
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    void start(const std::string &text)
    {
        QCOMPARE(m->code("lab.load", {{"text", text}}), 0);
        QVERIFY2(m->code("run.start", {{"allowPrograms", true}}) == 0, m->lastError.message.c_str());
    }
    /// Until the program of the node's lab line listens on port 80.
    bool serves(const std::string &node)
    {
        return m->run("client", {"curl", "-s", "-o", "/dev/null", "--retry", "50", "--retry-connrefused", "--retry-delay", "1", "--max-time", "60",
                                 "http://" + node + "/"}).status == 0;
    }
    std::optional<Json> json(const std::string &node, const std::string &line)
    {
        const auto answer = m->ask("console.run", {{"node", node}, {"line", line}});
        const Json *rows = answer ? rpc::member(*answer, "json") : nullptr;
        return rows ? std::optional(*rows) : std::nullopt;
    }
    /// Who has the client's connection to the virtual address; empty: nobody.
    std::pair<std::string, std::string> whoHasIt(const std::vector<std::string> &hosts)
    {
        for (const std::string &node : hosts)
            if (const auto rows = json(node, "show connections json"); rows && rows->is_array())
                for (const Json &row : *rows)
                    if (rpc::stringMember(row, "local") == "10.0.0.80:80" && rpc::stringMember(row, "state") == "ESTABLISHED")
                        return {node, rpc::stringMember(row, "client").value_or("")};
        return {};
    }
    /// World time of the latest phase there, in nanoseconds; -1: none.
    std::int64_t latest(const std::string &node, const std::string &phase, std::string *detail = nullptr)
    {
        std::int64_t at = -1;
        if (const auto rows = json(node, "show moves json"); rows && rows->is_array())
            for (const Json &row : *rows)
                if (rpc::stringMember(row, "phase") == phase) {
                    at = rpc::intMember(row, "at").value_or(-1);
                    if (detail)
                        *detail = rpc::stringMember(row, "detail").value_or("");
                }
        return at;
    }
    std::string movesOf(const std::string &node)
    {
        const auto answer = m->ask("console.run", {{"node", node}, {"line", "show moves"}});
        return answer ? rpc::stringMember(*answer, "text").value_or("") : std::string();
    }
    static QElapsedTimer started()
    {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }
    int pipeFor(const std::vector<std::string> &argv)
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            return -1;
        std::vector<rpc::OwnedFd> fds;
        fds.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        fds.emplace_back(ends[1]);
        fds.emplace_back(::open("/dev/null", O_WRONLY | O_CLOEXEC));
        if (m->ask("node.exec", {{"node", "client"}, {"argv", argv}}, std::move(fds)))
            return ends[0];
        ::close(ends[0]);
        return -1;
    }

private slots:
    void initTestCase()
    {
        for (const linux::Check &check : linux::checkSystem())
            if (!check.ok)
                QSKIP(qPrintable(QString::fromStdString("needs " + check.name + ": " + check.found)));
        if (QStandardPaths::findExecutable("curl").isEmpty())
            QSKIP("needs curl");
        qputenv("PATH", qgetenv("PATH") + ":" HOPYARD_BINARY_DIR "/bin");
        if (QStandardPaths::findExecutable("hopyard-web").isEmpty())
            QSKIP("needs hopyard-web, which is built with the command line");
    }
    void init()
    {
        m = std::make_unique<EngineProcess>();
        QVERIFY2(m->start(), m->error.constData());
    }
    void cleanup() { m.reset(); }

    void programsNeedConsent()
    {
        QCOMPARE(m->code("lab.load", {{"text", lab()}}), 0);
        QCOMPARE(m->code("run.start"), int(rpc::needsConsent));
        QVERIFY(m->lastError.data["programs"].dump().find("hopyard-web") != std::string::npos);
    }

    void decidedForLinux()
    {
        start(lab());
        QVERIFY(serves("tux") && serves("penguin"));
        for (int i = 0; i < 3; ++i) {
            const auto ran = m->run("client", {"curl", "-s", "--max-time", "20", "-H", "Range: bytes=100-109", "-w", "%{http_code}",
                                               "http://10.0.0.80/linux.bin"});
            QCOMPARE(ran.status, 0);
            QVERIFY2(ran.output.find("206") != std::string::npos, ran.output.c_str());
        }
        const std::int64_t moved = std::max(latest("tux", "injected"), latest("penguin", "injected"));
        QVERIFY(moved > 0);
        // A namespace that is no host has none, and says so.
        QCOMPARE(json("client", "show connections json")->size(), std::size_t(0));
    }

    void tenMoves()
    {
        const std::uint64_t size = (qEnvironmentVariableIsSet("HOPYARD_MIGRATE_MB") ? qEnvironmentVariableIntValue("HOPYARD_MIGRATE_MB") : 48) * 1'000'000ull;
        const int times = qEnvironmentVariableIsSet("HOPYARD_MIGRATE_TIMES") ? qEnvironmentVariableIntValue("HOPYARD_MIGRATE_TIMES") : 10;
        const std::vector<std::string> hosts{"a", "b", "tux", "penguin"};
        const std::vector<std::string> way{"tux", "a", "penguin", "tux", "b", "a", "tux", "penguin", "b", "tux"};
        const std::set<std::string> linuxHosts{"tux", "penguin"};
        start(lab());
        QVERIFY(serves("tux") && serves("penguin"));
        const int fd = pipeFor({"curl", "-sS", "--fail", "--max-time", "250", "http://10.0.0.80/bytes/" + std::to_string(size)});
        QVERIFY(fd >= 0);
        Download download(fd);
        struct Move {
            std::string from, to, detail;
            std::int64_t asked, ended, frozen, injected;
        };
        std::vector<Move> moves;
        for (int i = 0; i < times; ++i) {
            // Evenly over the download.
            const std::uint64_t mark = size * static_cast<std::uint64_t>(i + 1) / static_cast<std::uint64_t>(times + 2);
            QTRY_VERIFY2_WITH_TIMEOUT(download.received() >= mark || download.isOver(), "the download stands still", 60'000);
            const auto [from, client] = whoHasIt(hosts);
            QVERIFY2(!from.empty(), "nobody has the connection");
            std::string to = way[static_cast<std::size_t>(i) % way.size()];
            if (to == from)
                to = from == "a" ? "b" : "a";
            const std::int64_t asked = linux::monotonicNs(), before = latest(to, "injected");
            const auto answer = m->ask("console.run", {{"node", from}, {"line", "migrate " + client + ">10.0.0.80:80 to " + to}});
            QVERIFY(answer);
            QVERIFY2(rpc::boolMember(*answer, "ok").value_or(true), answer->dump().c_str());
            for (QElapsedTimer timer = started(); latest(to, "injected") <= before && timer.elapsed() < 10'000;)
                QTest::qWait(1);
            if (latest(to, "injected") <= before)
                QFAIL(qPrintable(QString::fromStdString(from + " to " + to + "\n" + movesOf(from) + '\n' + movesOf(to))));
            Move move{from, to, {}, asked, linux::monotonicNs(), 0, 0};
            move.frozen = latest(from, "frozen");
            latest(from, "compiled", &move.detail);
            move.injected = latest(to, "injected");
            moves.push_back(std::move(move));
        }
        download.wait();
        QVERIFY(download.isRight());
        QCOMPARE(download.received(), size);
        const auto exited = m->take("exec.exited");
        QVERIFY(exited);
        QCOMPARE(rpc::intMember(*exited, "status").value_or(-1), 0); // curl tells a reset, and an answer that is too short
        constexpr std::int64_t kStretch = 20'000'000;
        qInfo("without moves curl waits %.0f us at most in 20 ms (median of such stretches)", download.usualWait(kStretch));
        for (const Move &move : moves)
            qInfo("%-8s to %-8s frozen to injected %6.1f us, longest wait of curl %7.0f us; %s", move.from.c_str(), move.to.c_str(),
                  static_cast<double>(move.injected - move.frozen) / 1e3, download.longestWait(move.asked, move.asked + kStretch),
                  move.detail.c_str());
        // Who left is no longer there, and whoever had it knows that it has gone.
        QVERIFY(latest("tux", "released") > 0);
        const auto flows = json("tux", "show flows json");
        QVERIFY(flows && !flows->empty());
    }

    /// The other side refuses: the kernel's socket goes on as if nothing had been, and may go elsewhere.
    void refusedItGoesOn()
    {
        std::string text = lab();
        const std::string server = "    start: [http-server path /linux.bin size 50000000]\n", rule = "path /*       -> a, b";
        text.erase(text.find(server), server.size()); // nobody listens on a
        text.replace(text.find(rule), rule.size(), "path /*       -> b");
        start(text);
        QVERIFY(serves("tux") && serves("penguin"));
        constexpr std::uint64_t kSize = 12'000'000;
        const int fd = pipeFor({"curl", "-sS", "--fail", "--limit-rate", "3M", "--max-time", "100", "http://10.0.0.80/bytes/" + std::to_string(kSize)});
        QVERIFY(fd >= 0);
        Download download(fd);
        QTRY_VERIFY_WITH_TIMEOUT(!whoHasIt({"b"}).first.empty() && download.received() > 0, 20'000);
        const std::string line = "migrate " + whoHasIt({"b"}).second + ">10.0.0.80:80 to ";
        QVERIFY(m->ask("console.run", {{"node", "b"}, {"line", line + "tux"}}));
        QTRY_VERIFY_WITH_TIMEOUT(latest("tux", "injected") > 0, 20'000);
        QVERIFY(m->ask("console.run", {{"node", "tux"}, {"line", line + "a"}}));
        QTRY_VERIFY_WITH_TIMEOUT(latest("tux", "taken back") > 0, 20'000);
        QVERIFY(latest("a", "refused") > 0 && latest("a", "prepared") < 0);
        QVERIFY(m->ask("console.run", {{"node", "tux"}, {"line", line + "penguin"}}));
        QTRY_VERIFY_WITH_TIMEOUT(latest("penguin", "injected") > 0, 20'000);
        download.wait();
        QVERIFY(download.isRight());
        QCOMPARE(download.received(), kSize);
    }

    /// What a Linux host must be told of the way: an answer too big for the link to the client (the error comes to the forwarder,
    /// whose address the packet had), and requests that come in fragments, because they may be cut and are wrapped.
    void narrowWays()
    {
        std::string text = lab();
        const std::string from = "    kind: router\n", service = "      address: 10.0.0.80\n";
        text.replace(text.find(from), from.size(), from + "    interfaces: {eth0: {mtu: 1200}}\n");
        text.insert(text.find(service) + service.size(), "      encapsulation: ipip\n");
        start(text);
        QVERIFY(serves("tux") && serves("penguin"));
        QCOMPARE(m->run("client", {"sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_no_pmtu_disc"}).status, 0);
        // Two requests on one connection: the second is as long as two packets, and goes to where the connection is by then.
        const auto ran = m->run("client", {"curl", "-s", "--max-time", "30", "-H", "Range: bytes=0-299999", "-o", "/dev/null", "-w", "%{size_download} ",
                                           "http://10.0.0.80/linux.bin", "--next", "-s", "--max-time", "30", "-H", "Range: bytes=0-299999",
                                           "-H", "X-Long: " + std::string(3'500, 'x'), "-o", "/dev/null", "-w", "%{size_download} %{num_connects}",
                                           "http://10.0.0.80/linux.bin"});
        QCOMPARE(ran.output, std::string("300000 300000 0"));
        std::int64_t shown = 0, whole = 0;
        for (const char *node : {"tux", "penguin"}) {
            const auto counters = json(node, "show service json");
            QVERIFY(counters && counters->contains("counters"));
            shown += rpc::intMember((*counters)["counters"], "errorsShown").value_or(0);
            whole += rpc::intMember((*counters)["counters"], "reassembled").value_or(0);
        }
        QVERIFY(shown > 0);
        QVERIFY(whole > 0);
    }

    /// A server that knows nothing of migration gets connections as systemd would hand them over, one process each.
    void byTheUsher()
    {
        std::string text = lab();
        for (std::size_t at; (at = text.find("[hopyard-web /linux.bin")) != std::string::npos;)
            text.replace(at, 12, "[hopyard-usher hopyard-web --no-listen");
        for (std::size_t at = 0; (at = text.find("10.0.0.80\n", at)) != std::string::npos; at += 20)
            text.insert(at + 10, "      check: none\n"); // nobody listens on the port itself
        start(text);
        QTRY_VERIFY_WITH_TIMEOUT(m->run("client", {"curl", "-s", "--max-time", "20", "-o", "/dev/null", "-w", "%{size_download}",
                                                   "http://10.0.0.80/linux.bin"}).output == "50000000", 30'000);
        // In the middle of an answer its connection goes to nobody else: what the program knows of it stays behind.
        QVERIFY(std::max(latest("tux", "injected"), latest("penguin", "injected")) > 0);
    }
};

int main(int argc, char **argv)
{
    return engine::mainOfEngineTest<LinuxHostsTest>(argc, argv);
}
#include "tst_linux_hosts.moc"
