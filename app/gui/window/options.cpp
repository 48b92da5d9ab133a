// See options.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace hopyard::window {

Options::Step parseStep(Options::Step::What what, const QString &text)
{
    const qsizetype sign = text.lastIndexOf(QLatin1Char('@'));
    bool isNumber = false;
    const int at = sign < 0 ? 0 : text.mid(sign + 1).toInt(&isNumber);
    return isNumber ? Options::Step{what, text.left(sign), at} : Options::Step{what, text, 0};
}

Options parseOptions(const QStringList &arguments)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Options", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Hopyard: draw a network, press Run, and it is alive."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("LAB.yaml"), tr("The lab to open."), QStringLiteral("[LAB.yaml]"));
    const QCommandLineOption theme(QStringLiteral("theme"), tr("light or dark, for this start."),
                                   QStringLiteral("light|dark"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"), tr("Write a picture of the window and end."),
                                        QStringLiteral("FILE.png"));
    const QCommandLineOption after(QStringLiteral("after"), tr("Wait this long before the screenshot."),
                                   QStringLiteral("MS"), QStringLiteral("1500"));
    const QCommandLineOption action(QStringLiteral("action"),
                                    tr("Trigger this action, MS after the lab was opened. This, --pick and --type may be "
                                       "given several times."),
                                    QStringLiteral("ID[@MS]"));
    const QCommandLineOption type(QStringLiteral("type"), tr("Type this text and Return."), QStringLiteral("TEXT[@MS]"));
    const QCommandLineOption click(QStringLiteral("click"), tr("Click the button, tab, row or field that is called so."),
                                   QStringLiteral("NAME[@MS]"));
    const QCommandLineOption pace(QStringLiteral("pace"), tr("Multiply all these moments, for a slow or busy computer."),
                                  QStringLiteral("FACTOR"), QStringLiteral("1"));
    const QCommandLineOption allow(QStringLiteral("allow-programs"),
                                   tr("For a screenshot: let the lab start its programs without asking."));
    const QCommandLineOption size(QStringLiteral("size"), tr("Size of the window."), QStringLiteral("WxH"));
    const QCommandLineOption pick(QStringLiteral("pick"), tr("Pick a node, several, or the link at an end."),
                                  QStringLiteral("NODE[,NODE][:INTERFACE][@MS]"));
    const QCommandLineOption language(QStringLiteral("language"), tr("en, de or es, for this start."), QStringLiteral("en|de|es"));
    parser.addOptions({theme, language, screenshot, after, action, size, pick, type, click, pace, allow});
    parser.process(arguments);

    Options options;
    options.lab = parser.positionalArguments().value(0);
    options.screenshot = parser.value(screenshot);
    options.allowPrograms = parser.isSet(allow);
    if (parser.isSet(language))
        options.language = parser.value(language);
    using What = Options::Step::What;
    for (const auto &[option, what] : {std::pair(&pick, What::pick), {&action, What::action}, {&type, What::type}, {&click, What::click}})
        for (const QString &value : parser.values(*option))
            options.steps.push_back(parseStep(what, value));
    bool isNumber = false, isPace = false;
    options.screenshotAfter = parser.value(after).toInt(&isNumber);
    const double factor = parser.value(pace).toDouble(&isPace);
    const auto paced = [factor](int ms) { return static_cast<int>(std::clamp(ms * factor, 0.0, 3.6e6)); };
    options.screenshotAfter = paced(options.screenshotAfter);
    for (Options::Step &step : options.steps)
        step.at = paced(step.at);
    const QString name = parser.value(theme);
    if (name == QLatin1String("light"))
        options.theme = settings::ThemeChoice::light;
    else if (name == QLatin1String("dark"))
        options.theme = settings::ThemeChoice::dark;
    const QStringList sides = parser.value(size).split(QLatin1Char('x'));
    if (sides.size() == 2)
        options.size = QSize(sides[0].toInt(), sides[1].toInt());
    const bool wrong = parser.positionalArguments().size() > 1 || !isNumber || !isPace || factor <= 0 || (!name.isEmpty() && !options.theme)
        || (options.allowPrograms && options.screenshot.isEmpty()) || (parser.isSet(size) && (!options.size || options.size->isEmpty()));
    if (wrong) {
        fputs(qPrintable(parser.helpText()), stderr);
        ::exit(2);
    }
    return options;
}

} // namespace hopyard::window
