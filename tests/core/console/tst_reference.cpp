// The reference that the book prints: complete, because it is made of the tables that parse.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/console.h"
#include "core/console/reference.h"

#include <QtTest>

#include <algorithm>

using namespace hopyard::console;

class TestReference : public QObject {
    Q_OBJECT
private slots:
    void configuration()
    {
        const auto lines = configurationReference();
        const auto has = [&](const char *block, const char *syntax) {
            return std::ranges::any_of(lines, [&](const ReferenceLine &line) { return line.block == block && line.syntax == syntax; });
        };
        QVERIFY(has("router ospf", "[no] ospf router-id A.B.C.D") || has("router ospf", "ospf router-id A.B.C.D"));
        for (const ReferenceLine &line : lines) {
            QVERIFY(!line.syntax.empty());
            QVERIFY2(line.syntax.find('$') == std::string::npos, line.syntax.c_str()); // names of tokens are the parser's own
        }
    }

    /// Each command's first word is one that the console offers.
    void console()
    {
        const auto first = completions("");
        const auto lines = consoleReference();
        QVERIFY(lines.size() > 50);
        for (const ReferenceLine &line : lines) {
            const std::string word = line.syntax.substr(0, line.syntax.find(' '));
            const bool isChoice = word.find_first_of("<[{?") == 0; // "<debug|undebug|no debug> ospf"
            QVERIFY2(isChoice || std::ranges::find(first, word) != first.end(), line.syntax.c_str());
            QVERIFY2(!line.help.empty(), line.syntax.c_str());
        }
    }

    void hypervisor()
    {
        const auto lines = hypervisorReference();
        QVERIFY(std::ranges::any_of(lines, [](const ReferenceLine &line) { return line.syntax.starts_with("show buffers"); }));
    }
};

QTEST_APPLESS_MAIN(TestReference)
#include "tst_reference.moc"
