// Which node a socket lives on, chosen at run time in every way there is; and programs that are refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "remote_programs.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace hopyard::test;

class TestExecChoice : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<RemotePrograms> m_lab;

    /// Greets everyone who connects to port 7070 of web1, of web3, and of this computer, with where it is.
    Background greeters() const
    {
        m_lab->hop.write("greet.py",
                         "import socket,select\n"
                         "def at(node):\n"
                         "  s=socket.socket()\n"
                         "  s.setsockopt(1,2,1)\n"
                         "  s.setsockopt(1,25,node)\n"
                         "  s.bind(('127.0.0.1' if node==b'kernel' else '0.0.0.0',0 if node==b'kernel' else 7070))\n"
                         "  s.listen(9)\n"
                         "  return s\n"
                         "ls={at(n):n for n in (b'web1',b'web3',b'kernel')}\n"
                         "open('port','w').write(str([s for s,n in ls.items() if n==b'kernel'][0].getsockname()[1]))\n"
                         "print('ready',flush=True)\n"
                         "while True:\n"
                         "  for s in select.select(list(ls),[],[])[0]:\n"
                         "    c,_=s.accept(); c.sendall(ls[s]); c.close()\n");
        Background running = m_lab->start("web1", {"python3", "greet.py"});
        if (!running.says("ready"))
            qWarning("%s", running.output().constData());
        return running;
    }
    /// A script that knows `ask(socket, address)`; its output.
    Outcome script(const QStringList &options, const QByteArray &body)
    {
        m_lab->hop.write("ask.py", "import socket,os\n"
                                   "W1,W3='10.0.9.9','10.0.8.8'\n"
                                   "def ask(s,host):\n"
                                   "  s.settimeout(10)\n"
                                   "  s.connect((host,int(open('port').read()) if host=='127.0.0.1' else 7070))\n"
                                   "  return s.recv(99).decode()\n"
                                   "def by(node):\n"
                                   "  s=socket.socket(); s.setsockopt(1,25,node); return s\n"
                             + body);
        return m_lab->hop.run(QStringList{"exec", "remote"} + options + QStringList{"--", "python3", "ask.py"});
    }

private slots:
    void initTestCase()
    {
        m_lab = std::make_unique<RemotePrograms>();
        QVERIFY2(m_lab->started.code == 0, m_lab->started.err.constData());
    }
    void cleanupTestCase() { m_lab.reset(); }

    void byDeviceThreeAtOnce()
    {
        const Background there = greeters();
        const Outcome said = script({"--on", "r1"}, "a,b,c=by(b'r1'),by(b'r3'),by(b'kernel')\n"
                                                    "print(ask(a,W1),ask(b,W3),ask(c,'127.0.0.1'))\n"
                                                    "s=socket.socket()\n"
                                                    "for n in (b'r3',b'kernel',b'r1',b'r3'): s.setsockopt(1,25,n)\n"
                                                    "print(s.getsockopt(1,25,64).rstrip(b'\\0').decode(), ask(s,W3))\n"
                                                    "try: s.setsockopt(1,25,b'r1')\n"
                                                    "except OSError as e: print(e.errno==106)\n"
                                                    "t=by(b'r3'); t.setsockopt(1,25,b''); print(ask(t,W1))\n"
                                                    "try: by(b'nowhere')\n"
                                                    "except OSError as e: print(e.errno==19)\n");
        QVERIFY2(said.code == 0, said.err.constData());
        QCOMPARE(said.out, QByteArray("web1 web3 kernel\nr3 web3\nTrue\nweb1\nTrue\n"));
    }

    void whatWasSetGoesAlong()
    {
        const Outcome said = script({"--on", "kernel", "--rule", "192.0.2.0/24=r1"},
                                    "s=socket.socket(); s.setsockopt(6,1,1); s.setsockopt(1,9,1); s.setblocking(False)\n"
                                    "s.setsockopt(1,25,b'r1'); s.setsockopt(1,25,b'r3')\n"
                                    "import fcntl\n"
                                    "print(s.getsockopt(6,1)!=0, s.getsockopt(1,9), bool(fcntl.fcntl(s,3)&2048), fcntl.fcntl(s,1))\n"
                                    "s.setsockopt(1,25,b'kernel'); print(s.getsockopt(6,1)!=0, s.getsockopt(1,9))\n"
                                    "u=socket.socket(2,2); u.bind(('0.0.0.0',0)); p=u.getsockname()[1]\n"
                                    "u.setsockopt(1,25,b'r3'); print(u.getsockname()[1]==p)\n");
        QVERIFY2(said.code == 0, said.err.constData());
        QCOMPARE(said.out, QByteArray("True 1 True 1\nTrue 1\nTrue\n"));
    }

    void byRule()
    {
        const Background there = greeters();
        const QByteArray body = "print(ask(socket.socket(),W1), ask(socket.socket(),W3), ask(socket.socket(),'127.0.0.1'))\n";
        const Outcome one = script({"--rule", "10.0.0.0/8=r1", "--rule", "10.0.8.0/24=r3"}, body);
        QVERIFY2(one.code == 0, one.err.constData());
        QCOMPARE(one.out, QByteArray("web1 web3 kernel\n")); // the longest prefix decides; none: the kernel
        const Outcome two = script({"--on", "r1", "--rule", "127.0.0.0/8=kernel", "--rule", "10.0.8.8=r3"}, body);
        QVERIFY2(two.code == 0, two.err.constData());
        QCOMPARE(two.out, QByteArray("web1 web3 kernel\n"));
        const Outcome pinned = script({"--on", "r3", "--rule", "10.0.9.0/24=r3"},
                                      "print(ask(by(b'r1'),W1))\n"
                                      "try: ask(socket.socket(),W1)\n"
                                      "except OSError as e: print(e.errno==101)\n"
                                      "u=socket.socket(2,2); u.sendto(b'x',(W3,9)); print(u.getsockopt(1,25,64).rstrip(b'\\0').decode())\n");
        QVERIFY2(pinned.code == 0, pinned.err.constData());
        QCOMPARE(pinned.out, QByteArray("web1\nTrue\nr3\n"));
    }

    void byEnvironment()
    {
        const Background there = greeters();
        m_lab->hop.write("plain.py", "import socket,sys\n"
                                     "s=socket.create_connection((sys.argv[1],7070),10); print(s.recv(9).decode())\n");
        const Outcome said = m_lab->run("r1", {"sh", "-c", "python3 plain.py web1; HOPYARD_NODE=r3 python3 plain.py web3; "
                                                           "env -i PATH=\"$PATH\" python3 plain.py web1; env -u LD_PRELOAD python3 plain.py web1"});
        QVERIFY2(said.code == 0, said.err.constData());
        QCOMPARE(said.out, QByteArray("web1\nweb3\nweb1\nweb1\n"));
    }

    void byLibrary()
    {
        const Outcome run = m_lab->hop.run({"exec", "remote", "--rule", "192.0.2.0/24=r1", "--", HOPYARD_BINARY_DIR "/examples/multihome"}); // preloaded and linked with
        QVERIFY2(run.code == 0, (run.out + run.err).constData());
        QProcess alone; // linked with the library, and nothing preloaded
        m_lab->hop.prepare(alone);
        alone.start(HOPYARD_BINARY_DIR "/examples/multihome", QStringList());
        QVERIFY(alone.waitForFinished(60'000));
        const QByteArray said = alone.readAllStandardOutput();
        QVERIFY2(alone.exitCode() == 0, (said + alone.readAllStandardError()).constData());
        QList<QByteArray> lines = said.trimmed().split('\n');
        std::sort(lines.begin(), lines.begin() + 3); // whoever answers first
        QCOMPARE(lines, (QList<QByteArray>{"kernel: hello from kernel", "r1: hello from web1", "r3: hello from web3",
                                           "kernel, r1, then r3: hello from web3", "selected r1: hello from web1",
                                           "selected nothing, so kernel: hello from kernel"}));
    }

    void programsThatCannotBeTurnedAreRefused()
    {
        const QString copy = m_lab->hop.path("setuid");
        QVERIFY(QFile::copy(QFileInfo("/bin/true").canonicalFilePath(), copy));
        QCOMPARE(chmod(qPrintable(copy), 04755), 0);
        const Outcome refused = m_lab->run("r1", {copy});
        QCOMPARE(refused.code, 126);
        QVERIFY2(refused.err.contains(copy.toUtf8() + " is setuid or setgid"), refused.err.constData());
        const Outcome later = m_lab->run("r1", {"sh", "-c", copy + "; echo $?"}); // by a program that may run
        QVERIFY2(later.out == "126\n" && later.err.contains("is setuid or setgid"), (later.out + later.err).constData());
        const Outcome python = m_lab->run("r1", {"python3", "-c", "import subprocess; subprocess.run(['" + copy + "'])"});
        QVERIFY2(python.code != 0 && python.err.contains("PermissionError"), python.err.constData());
        // With the kernel's sockets there is nothing to be turned.
        QCOMPARE(m_lab->hop.run({"exec", "remote", "--on", "kernel", "--rule", "10.0.0.0/8=r1", "--", "sh", "-c",
                                 "HOPYARD_NODE=kernel HOPYARD_RULES= " "exec true"}).code, 0);
    }

    void staticProgramsAreRefused()
    {
        const QString busybox = "/bin/busybox";
        if (!QFile::exists(busybox))
            QSKIP("there is no static program (busybox-static) here");
        const Outcome refused = m_lab->run("r1", {busybox, "wget", "-O", "-", "http://web/"});
        QCOMPARE(refused.code, 126);
        QVERIFY2(refused.err.contains("/bin/busybox is statically linked"), refused.err.constData());
        m_lab->hop.write("script", "#!/bin/busybox sh\necho\n");
        chmod(qPrintable(m_lab->hop.path("script")), 0755);
        QCOMPARE(m_lab->run("r1", {m_lab->hop.path("script")}).code, 126);
        QCOMPARE(m_lab->run("r1", {"sh", "-c", "busybox true; exit $?"}).code, 126);
    }

    void aRunThatEndsIsANetworkThatIsDown()
    {
        const HopProcess &hop = m_lab->hop;
        hop.write("short.yaml", kRemoteLab);
        QCOMPARE(hop.run({"run", "short.yaml", "--detach", "--name", "short"}).code, 0);
        hop.write("wait.py", "import socket,errno\n"
                             "s=socket.create_server(('0.0.0.0',80)); u=socket.socket(2,2)\n"
                             "print('ready',flush=True)\n"
                             "try: s.accept()\n"
                             "except OSError as e: print(errno.errorcode[e.errno])\n"
                             "try: u.recv(1)\n"
                             "except OSError as e: print(errno.errorcode[e.errno])\n"
                             "try: socket.socket()\n"
                             "except OSError as e: print(errno.errorcode[e.errno])\n");
        Background waiting(hop, {"exec", "short", "--on", "web", "--", "python3", "wait.py"});
        QVERIFY2(waiting.says("ready"), waiting.output().constData());
        QCOMPARE(hop.run({"stop", "short"}).code, 0);
        QVERIFY(waiting.process().waitForFinished(20'000));
        QCOMPARE(waiting.output(), QByteArray("ready\nEINVAL\nENETDOWN\nENETDOWN\n"));
    }

    void namesOfNodes()
    {
        const Outcome said = m_lab->run("r1", {"python3", "-c",
                                               "import socket as s\n"
                                               "print(s.gethostbyname('web'), s.gethostbyname('WEB.'), s.getaddrinfo('r1',80,s.AF_INET,s.SOCK_STREAM)[0][4])\n"
                                               "print(len(s.getaddrinfo('r1',0,0,s.SOCK_STREAM)), s.gethostbyname('localhost'), s.gethostbyname('10.1'))\n"
                                               "import ctypes\n"
                                               "print(s.if_nameindex()[0][1])\n"});
        QVERIFY2(said.code == 0, said.err.constData());
        QVERIFY2(said.out.startsWith("10.0.2.10 10.0.2.10 ('10.0.1.1', 80)\n3 127.0.0.1 10.0.0.1\n"), said.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestExecChoice)
#include "tst_exec_choice.moc"
