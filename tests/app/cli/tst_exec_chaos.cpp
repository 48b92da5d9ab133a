// The engine with real clients that are killed at any moment, hold what they have, flood it or lie to it: it goes on, and
// nothing of them stays.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote_programs.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QRandomGenerator>

#include <csignal>

using namespace hopyard::test;

class TestExecChaos : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<RemotePrograms> m_lab;
    qint64 m_engine = 0;

    int descriptors() const { return int(QDir(QString("/proc/%1/fd").arg(m_engine)).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size()); }
    /// Waits until the engine has let go of everything but the server's; the number of its descriptors otherwise.
    int settled(int expected) const
    {
        for (int i = 0; i < 200 && descriptors() > expected; ++i)
            QTest::qWait(20);
        return descriptors();
    }
    bool isAlive()
    {
        const Outcome said = m_lab->run("r1", {"python3", "-c", "import socket as s; c=s.create_connection(('web',7),10); "
                                                                "c.sendall(b'alive'); print(c.recv(9).decode())"});
        return said.out == "alive\n";
    }

private slots:
    void initTestCase()
    {
        m_lab = std::make_unique<RemotePrograms>();
        QVERIFY2(m_lab->started.code == 0, m_lab->started.err.constData());
        m_engine = qint64(m_lab->hop.run({"ps", "--json"}).json()["runs"].toArray().at(0).toObject()["pid"].toDouble());
        QVERIFY(m_engine > 0);
        // An echo server, which lives through everything that its clients do.
        m_lab->hop.write("echo.py", "import socket,selectors\n"
                                    "k=selectors.DefaultSelector()\n"
                                    "l=socket.create_server(('',7),backlog=1000); l.setblocking(False); k.register(l,1)\n"
                                    "u=socket.socket(2,2); u.bind(('',7)); k.register(u,1)\n"
                                    "print('ready',flush=True)\n"
                                    "while True:\n"
                                    "  for e,_ in k.select():\n"
                                    "    s=e.fileobj\n"
                                    "    try:\n"
                                    "      if s is l: c,_=l.accept(); k.register(c,1)\n"
                                    "      elif s is u: d,a=u.recvfrom(2000); u.sendto(d,a)\n"
                                    "      else:\n"
                                    "        d=s.recv(65536)\n"
                                    "        if d: s.sendall(d)\n"
                                    "        else: k.unregister(s); s.close()\n"
                                    "    except OSError:\n"
                                    "      if s is not l and s is not u: k.unregister(s); s.close()\n");
    }
    void cleanupTestCase() { m_lab.reset(); }

    void clientsKilledAtAnyMoment()
    {
        Background server = m_lab->start("web", {"python3", "echo.py"});
        QVERIFY2(server.says("ready"), server.output().constData());
        QVERIFY(isAlive());
        const int before = descriptors();
        m_lab->hop.write("busy.py", "import socket,os,random\n"
                                    "random.seed(os.getpid())\n"
                                    "print('go',flush=True)\n"
                                    "keep=[]\n"
                                    "if os.fork()==0: pass\n"
                                    "while True:\n"
                                    "  try:\n"
                                    "    s=socket.socket(); s.setblocking(random.random()<.5)\n"
                                    "    s.connect_ex(('10.0.2.10',random.choice((7,7,7,8))))\n"
                                    "    s.send(bytes(random.choice((1,1000,100000))))\n"
                                    "    u=socket.socket(2,2); u.sendto(b'x'*random.randrange(1400),('10.0.2.10',7))\n"
                                    "    if random.random()<.3: keep.append(s); keep.append(u)\n"
                                    "    if random.random()<.2: s.shutdown(random.randrange(3))\n"
                                    "    if random.random()<.2: s.recv(1000)\n"
                                    "    if len(keep)>200: keep=[]\n"
                                    "  except OSError: pass\n");
        QRandomGenerator random(3);
        for (int i = 0; i < 25; ++i) {
            Background client = m_lab->start(i % 2 ? "client" : "r1", {"python3", "busy.py"});
            client.says("go");
            QTest::qWait(int(random.bounded(120)));
            // The child that it forked has its output, so it ends with it.
            const qint64 pid = client.process().processId();
            QProcess::execute("sh", {"-c", QString("kill -9 $(cat /proc/%1/task/%1/children) %1").arg(pid)});
            client.process().waitForFinished();
        }
        QVERIFY2(isAlive(), server.output().constData());
        QVERIFY2(settled(before) <= before, qPrintable(QString("%1 descriptors instead of %2").arg(descriptors()).arg(before)));
    }

    void oneThatTakesAllItCan()
    {
        Background server = m_lab->start("web", {"python3", "echo.py"});
        QVERIFY2(server.says("ready"), server.output().constData());
        const int before = descriptors();
        m_lab->hop.write("greedy.py", "import socket,resource,errno,time\n"
                                      "h=resource.getrlimit(resource.RLIMIT_NOFILE)[1]; resource.setrlimit(resource.RLIMIT_NOFILE,(h,h))\n"
                                      "k=[]\n"
                                      "try:\n"
                                      "  while len(k)<20000: k.append(socket.socket(2,1+len(k)%2))\n"
                                      "except OSError as e: print(errno.errorcode[e.errno],len(k),flush=True)\n"
                                      "time.sleep(1000)\n");
        Background greedy = m_lab->start("r1", {"python3", "greedy.py"});
        QVERIFY2(greedy.says("\n"), greedy.output().constData());
        const QByteArray said = greedy.output().trimmed();
        if (said.startsWith("EMFILE") && said.mid(7).toInt() < 4096)
            QSKIP("this user may not have so many descriptors");
        QCOMPARE(said, QByteArray("EMFILE 4096"));
        QVERIFY(isAlive()); // others are served
        greedy.process().kill();
        greedy.process().waitForFinished();
        QVERIFY(settled(before) <= before);
    }

    void connectionsWithoutEnd()
    {
        m_lab->hop.write("knock.py", "import socket,os\n"
                                     "p=os.environ['HOPYARD_SOCKETS']; del os.environ['HOPYARD_NODE']\n"
                                     "k=[]\n"
                                     "for i in range(1500):\n"
                                     "  try: s=socket.socket(1,5); s.setblocking(False); s.connect(p); s.send(os.urandom(50)); k.append(s)\n"
                                     "  except OSError: pass\n"
                                     "print('knocked',len(k)>100)\n");
        const int before = descriptors();
        const Outcome knocked = m_lab->run("r1", {"python3", "knock.py"});
        QVERIFY2(knocked.out.startsWith("knocked"), (knocked.out + knocked.err).constData());
        QVERIFY(settled(before) <= before);
        const Background server = m_lab->start("web", {"python3", "echo.py"});
        QVERIFY(m_lab->waitForPort("client", "10.0.2.10", 7));
        QVERIFY(isAlive());
    }
};

QTEST_GUILESS_MAIN(TestExecChaos)
#include "tst_exec_chaos.moc"
