// The core library asks the operating system for nothing: of all undefined symbols in libhopyard-core.so, those of the C
// library must be on a short list (memory, strings, mathematics), and no clock, thread, file or random device of the C++
// library may be among the rest.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QProcess>
#include <QRegularExpression>
#include <QtTest>

#include <set>

namespace {

const std::set<QString> kAllowedC{
    // memory and strings
    "malloc", "free", "calloc", "realloc", "memcpy", "memmove", "memset", "memcmp", "memchr", "memrchr", "strlen",
    "strcmp", "strncmp", "strchr", "bcmp",
    // numbers
    "pow", "exp", "exp2", "log", "log2", "log10", "sqrt", "cbrt", "floor", "ceil", "round", "lround", "llround", "trunc",
    "fmod", "ldexp", "frexp", "hypot", "strtod", "strtold", "strtof", "strtol", "strtoll", "strtoul", "strtoull",
    "snprintf", "localeconv", "llrint", "lrint", "rint", "nearbyint",
    "sin", "cos", "sincos", "asin", "abs",
    // the compiler's run time
    "abort", "__libc_single_threaded", "__assert_fail", "__stack_chk_fail", "_Unwind_Resume", "__gmon_start__", "__errno_location", "__divti3",
    "__udivti3", "__modti3", "__umodti3", "__popcountdi2",
};
const QRegularExpression kAllowedRuntime("^(__cxa_|__gxx_personality|_ITM_|__dynamic_cast|__tls_get_addr|__asan_|__ubsan_|__sanitizer_cov_|__sancov_|__isoc23_)");
const QRegularExpression kForbiddenCxx("chrono|St6thread|random_device|basic_(i|o)?f(ile)?stream|filebuf|filesystem|"
                                       "condition_variable|ios_base4Init|St4c(out|err|in)|St5mutex");

} // namespace

class CoreSymbolsTest : public QObject {
    Q_OBJECT
private slots:
    void theCoreAsksTheSystemForNothing()
    {
        QProcess nm;
        nm.start("nm", {"-D", "--undefined-only", HOPYARD_BINARY_DIR "/lib/libhopyard-core.so"});
        QVERIFY2(nm.waitForStarted(), "nm (package binutils) is needed");
        QVERIFY(nm.waitForFinished());
        QCOMPARE(nm.exitCode(), 0);
        QStringList wrong;
        int seen = 0;
        for (const QString &line : QString::fromUtf8(nm.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts)) {
            const QString symbol = line.trimmed().section(' ', 1).section('@', 0, 0);
            ++seen;
            const bool isCxx = symbol.startsWith("_Z");
            if (isCxx ? kForbiddenCxx.match(symbol).hasMatch()
                      : !kAllowedC.contains(symbol) && !kAllowedRuntime.match(symbol).hasMatch())
                wrong << symbol;
        }
        QVERIFY(seen > 10);
        QVERIFY2(wrong.isEmpty(), qPrintable("libhopyard-core.so uses: " + wrong.join(", ")));
    }
};

QTEST_APPLESS_MAIN(CoreSymbolsTest)
#include "tst_core_symbols.moc"
