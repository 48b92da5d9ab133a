// /proc/net/tcp as a table: literal lines of a kernel.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/proc_tcp.h"

#include <QtTest/QtTest>

using namespace hopyard;
using namespace hopyard::engine;
using rpc::Json;

class TestProcTcp : public QObject {
    Q_OBJECT

private slots:
    void lines()
    {
        const Table table = tcpTableOf(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
            "   0: 00000000:0050 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 1234 1 0 100 0 0 10 0\n"
            "   1: 0A01000A:1389 1402000A:C350 01 000005B4:00000010 01:00000014 00000000     0        0 1235 1 0 20 4 30 10 -1\n"
            "   2: 0A01000A:1389 1402000A:C351 63 00000000:00000000 00:00000000 00000000     0        0 1236 1 0 20 4 30 10 -1\n"
            "   3: 0A01000A:138",
            "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when\n"
            "   0: 0000000000000000FFFF00000A01000A:0050 0000000000000000FFFF00001402000A:9C40 08 00000000:00000000 00:00000000 00000000 0 0 9 1\n"
            "   1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 9 1\n");
        QCOMPARE(Json(table.columns), Json({"state", "local", "peer", "receiveQueue", "sendQueue"}));
        QCOMPARE(table.rows.size(), std::size_t(4));
        QCOMPARE(Json(table.rows[0]), Json({"LISTEN", "0.0.0.0:80", nullptr, 2, 0}));
        QCOMPARE(Json(table.rows[1]), Json({"ESTABLISHED", "10.0.1.10:5001", "10.0.2.20:50000", 16, 1460}));
        QCOMPARE(Json(table.rows[2]), Json({"CLOSE-WAIT", "10.0.1.10:80", "10.0.2.20:40000", 0, 0}));
        QCOMPARE(Json(table.rows[3]), Json({"LISTEN", "[::1]:8080", nullptr, 0, 0}));
    }
};

QTEST_APPLESS_MAIN(TestProcTcp)
#include "tst_proc_tcp.moc"
