// hop exec --on a host or router: unmodified programs, each as people use it, with their sockets on virtual nodes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote_programs.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QRandomGenerator>

using namespace hopyard::test;

#define NEED(program)                                                                                                   \
    if (!RemotePrograms::has(program))                                                                                  \
    QSKIP("there is no " program " here")

class TestExecOn : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<RemotePrograms> m_lab;
    QByteArray m_page; // big enough to fill every buffer on the way

    /// python3 -m http.server on web:8000, serving the test's folder.
    Background server() const
    {
        Background running = m_lab->start("web", {"python3", "-u", "-m", "http.server", "8000"});
        if (!running.says("Serving HTTP"))
            qWarning("%s", running.output().constData());
        return running;
    }

private slots:
    void initTestCase()
    {
        m_lab = std::make_unique<RemotePrograms>();
        QVERIFY2(m_lab->started.code == 0, m_lab->started.err.constData());
        m_page.resize(3'000'000);
        QRandomGenerator random(1);
        random.fillRange(reinterpret_cast<quint32 *>(m_page.data()), m_page.size() / 4);
        m_lab->hop.write("page.bin", m_page);
        m_lab->hop.write("hello.txt", "hello from web\n");
    }
    void cleanupTestCase() { m_lab.reset(); }

    void pingOnADatagramSocket()
    {
        NEED("ping");
        const Outcome ping = m_lab->run("client", {"ping", "-c", "3", "-i", "0.2", "10.0.2.10"});
        QVERIFY2(ping.code == 0, (ping.out + ping.err).constData());
        QVERIFY2(ping.out.contains("64 bytes from 10.0.2.10") && ping.out.contains("ttl=62")
                     && ping.out.contains("3 received"),
                 ping.out.constData());
        const Outcome named = m_lab->run("client", {"ping", "-c", "1", "web"});
        QVERIFY2(named.code == 0 && named.out.contains("PING web (10.0.2.10)"), (named.out + named.err).constData());
        const Outcome lost = m_lab->run("client", {"ping", "-c", "1", "-W", "1", "192.0.2.1"});
        QCOMPARE(lost.code, 1);
        QVERIFY2(lost.out.contains("Net Unreachable"), (lost.out + lost.err).constData());
    }

    void curlAndPythonsServer()
    {
        NEED("curl");
        Background web = server();
        const Outcome small = m_lab->run("client", {"curl", "-sS", "http://10.0.2.10:8000/hello.txt"});
        QVERIFY2(small.code == 0, small.err.constData());
        QCOMPARE(small.out, QByteArray("hello from web\n"));
        const Outcome big = m_lab->run("client", {"curl", "-sS", "http://web:8000/page.bin"}); // by the node's name
        QVERIFY2(big.code == 0, big.err.constData());
        QVERIFY(big.out == m_page);
        const Outcome refused = m_lab->run("client", {"curl", "-sS", "http://web:81/"});
        QCOMPARE(refused.code, 7); // curl's "could not connect"
        QVERIFY2(web.says("GET /page.bin") && web.output().contains("10.0.1.10"), web.output().constData());
    }

    void wgetFetchesAsWell()
    {
        NEED("wget");
        const Background web = server();
        const Outcome got = m_lab->run("r1", {"wget", "-q", "-O", "-", "http://web:8000/page.bin"});
        QVERIFY2(got.code == 0, got.err.constData());
        QVERIFY(got.out == m_page);
    }

    void ncTalksBothWays()
    {
        NEED("nc");
        Background listener = m_lab->start("web", {"nc", "-l", "-p", "7000", "-N"});
        m_lab->hop.write("talk.sh", "exec nc -N web 7000 <page.bin\n");
        Outcome sent;
        for (int i = 0; i < 100; ++i) { // until it listens
            sent = m_lab->run("client", {"sh", "talk.sh"});
            if (sent.code == 0)
                break;
            QTest::qWait(50);
        }
        QVERIFY2(sent.code == 0, sent.err.constData());
        QVERIFY(listener.process().waitForFinished(30'000));
        QVERIFY(listener.output() == m_page);
    }

    void iperf3MeasuresTcpAndUdp()
    {
        NEED("iperf3");
        Background there = m_lab->start("web", {"iperf3", "-s", "--forceflush"});
        QVERIFY2(there.says("Server listening"), there.output().constData());
        const Outcome tcp = m_lab->run("client", {"iperf3", "-c", "web", "-t", "1", "-J"});
        QVERIFY2(tcp.code == 0, (tcp.out + tcp.err).constData());
        const auto end = QJsonDocument::fromJson(tcp.out).object()["end"].toObject();
        QVERIFY2(end["sum_received"].toObject()["bytes"].toDouble() > 1e6, tcp.out.constData());
        const Outcome back = m_lab->run("client", {"iperf3", "-c", "web", "-t", "1", "-R", "-P", "2"});
        QVERIFY2(back.code == 0, (back.out + back.err).constData());
        const Outcome udp = m_lab->run("client", {"iperf3", "-c", "web", "-t", "1", "-u", "-b", "2M", "-J"});
        QVERIFY2(udp.code == 0, (udp.out + udp.err).constData());
        const auto sum = QJsonDocument::fromJson(udp.out).object()["end"].toObject()["sum"].toObject();
        QVERIFY2(sum["packets"].toDouble() > 100 && sum["lost_packets"].toDouble() < 5, udp.out.constData());
    }

    void nginxAsOneWorker()
    {
        NEED("nginx");
        const QByteArray folder = m_lab->hop.path("").toUtf8();
        m_lab->hop.write("nginx.conf", "daemon off; worker_processes 1; pid nginx.pid; error_log stderr; user root;\n"
                                       "events { worker_connections 64; }\n"
                                       "http { access_log off; client_body_temp_path t1; proxy_temp_path t2;\n"
                                       "  fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5; sendfile on;\n"
                                       "  server { listen 80; listen [::]:80 ipv6only=on; root " + folder + "; } }\n");
        Background nginx = m_lab->start("web", {"nginx", "-p", m_lab->hop.path(""), "-c", m_lab->hop.path("nginx.conf")});
        QVERIFY2(m_lab->waitForPort("client", "10.0.2.10", 80), nginx.output().constData());
        const Outcome got = m_lab->run("client", {"curl", "-sS", "http://web/page.bin", "-o", "a.bin", "http://web/page.bin",
                                                  "-o", "b.bin", "http://web/hello.txt"});
        QVERIFY2(got.code == 0, (got.err + nginx.output()).constData());
        QCOMPARE(got.out, QByteArray("hello from web\n"));
        QVERIFY(m_lab->hop.read("a.bin") == m_page && m_lab->hop.read("b.bin") == m_page); // by sendfile, on one connection
    }

    void redisServesAndIsAsked()
    {
        NEED("redis-server");
        NEED("redis-cli");
        Background redis = m_lab->start("web", {"redis-server", "--bind", "0.0.0.0", "--save", "", "--protected-mode", "no",
                                                "--dir", m_lab->hop.path("")});
        QVERIFY2(m_lab->waitForPort("client", "10.0.2.10", 6379), redis.output().constData());
        QCOMPARE(m_lab->run("client", {"redis-cli", "-h", "web", "set", "key", "value"}).out, QByteArray("OK\n"));
        QCOMPARE(m_lab->run("r1", {"redis-cli", "-h", "web", "get", "key"}).out, QByteArray("value\n"));
        if (!RemotePrograms::has("redis-benchmark"))
            return;
        const Outcome load = m_lab->run("client", {"redis-benchmark", "-h", "web", "-n", "2000", "-c", "20", "-t", "set,get", "-q"});
        QVERIFY2(load.code == 0 && load.out.contains("GET"), (load.out + load.err).constData());
    }

    void sshsClient()
    {
        NEED("ssh");
        NEED("sshd");
        NEED("ssh-keygen");
        const QString key = m_lab->hop.path("key");
        QCOMPARE(QProcess::execute("ssh-keygen", {"-q", "-t", "ed25519", "-N", "", "-f", key}), 0);
        m_lab->hop.write("authorized", m_lab->hop.read("key.pub"));
        m_lab->hop.write("sshd.conf", "HostKey " + key.toUtf8() + "\nAuthorizedKeysFile " + m_lab->hop.path("authorized").toUtf8()
                             + "\nStrictModes no\nUsePAM no\nPidFile none\n");
        // A connection that was accepted on web is the standard input of a server that knows nothing of it.
        m_lab->hop.write("accept.py", "import socket,subprocess,os\n"
                                      "s=socket.create_server(('',22))\n"
                                      "c,_=s.accept()\n"
                                      "os.makedirs('/run/sshd',exist_ok=True)\n"
                                      "subprocess.run(['/usr/sbin/sshd','-i','-f','sshd.conf'],stdin=c,stdout=c)\n");
        Background there = m_lab->start("web", {"python3", "accept.py"});
        Outcome out;
        for (int i = 0; i < 100; ++i) {
            out = m_lab->run("client", {"ssh", "-F", "none", "-i", key, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o",
                                        "UserKnownHostsFile=/dev/null", "web", "echo over ssh from $SSH_CLIENT"});
            if (!out.err.contains("refused"))
                break;
            QTest::qWait(50);
        }
        if (out.code != 0 && there.output().contains("privilege separation"))
            QSKIP("sshd cannot run as this user here");
        QVERIFY2(out.code == 0, (out.err + there.output()).constData());
        QVERIFY2(out.out.startsWith("over ssh from 10.0.1.10 "), out.out.constData());
    }

    void aLabIsStartedForAProgram()
    {
        const Outcome ping = m_lab->hop.run({"exec", "lab.yaml", "--on", "r1", "--", "ping", "-c", "1", "web"});
        QVERIFY2(ping.code == 0 && ping.out.contains("1 received"), (ping.out + ping.err).constData());
        QCOMPARE(m_lab->hop.run({"exec", "lab.yaml", "--on", "r1", "--", "sh", "-c", "exit 7"}).code, 7);
    }

    void theOnlyRunNeedsNoName()
    {
        const Outcome said = m_lab->hop.run({"exec", "--on", "r1", "--", "sh", "-c", "echo $HOPYARD_NODE; exit 3"});
        QCOMPARE(said.code, 3);
        QCOMPARE(said.out, QByteArray("r1\n"));
        QCOMPARE(m_lab->hop.run({"exec", "--on", "r9", "--", "true"}).code, 5);
        const Outcome onSwitch = m_lab->hop.run({"exec", "--on", "s", "--", "true"});
        QVERIFY2(onSwitch.code == 1 && onSwitch.err.contains("s is a switch"), onSwitch.err.constData());
        QCOMPARE(m_lab->hop.run({"exec", "--on", "r1"}).code, 2);
        QCOMPARE(m_lab->hop.run({"exec", "--", "true"}).code, 2);
        QCOMPARE(m_lab->hop.run({"exec", "--rule", "10.0.0.0=8=r1", "--", "true"}).code, 5);
        QCOMPARE(m_lab->hop.run({"exec", "--rule", "ten/8=r1", "--", "true"}).code, 2);
        QCOMPARE(m_lab->run("r1", {"no-such-program"}).code, 127);
    }
};

QTEST_GUILESS_MAIN(TestExecOn)
#include "tst_exec_on.moc"
