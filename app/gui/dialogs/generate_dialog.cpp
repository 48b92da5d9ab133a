// See generate_dialog.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/generate_dialog.h"

#include "app/gui/dialogs/lab_preview.h"
#include "app/gui/document/strings.h"
#include "core/base/time.h"
#include "core/topology/build_lab.h"
#include "core/topology/generate.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

namespace {

constexpr int kMostNodes = 2000; ///< that a person waits for while turning a spin box

/// What a person reads of a kind, and sizes that show at first what it is about.
struct Words {
    constexpr Words(const char *t, const char *m = nullptr) : text(t), meaning(m) {}
    const char *text;
    const char *meaning; ///< where the text alone says two things; may be null
};
struct KindText {
    const char *id;
    Words title;
    const char *about;
    std::array<const char *, 2> sizes;
    std::array<int, 2> usual;
};

constexpr KindText kKinds[]{
    {"line", QT_TRANSLATE_NOOP3("GeneratorKinds", "Line", "a drawing"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "One router behind the other."),
     {QT_TRANSLATE_NOOP("GeneratorKinds", "Routers"), nullptr}, {8, 1}},
    {"ring", QT_TRANSLATE_NOOP("GeneratorKinds", "Ring"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "A circle: two ways from each to each."), {"Routers", nullptr}, {8, 1}},
    {"star", QT_TRANSLATE_NOOP("GeneratorKinds", "Star"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "One in the middle, linked to all others."), {"Routers", nullptr}, {8, 1}},
    {"mesh", QT_TRANSLATE_NOOP("GeneratorKinds", "Full mesh"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "Each linked to each."), {"Routers", nullptr}, {8, 1}},
    {"grid", QT_TRANSLATE_NOOP("GeneratorKinds", "Grid"), QT_TRANSLATE_NOOP("GeneratorKinds", "Rows and columns."),
     {QT_TRANSLATE_NOOP("GeneratorKinds", "Columns"), QT_TRANSLATE_NOOP("GeneratorKinds", "Rows")}, {5, 4}},
    {"tree", QT_TRANSLATE_NOOP("GeneratorKinds", "Tree"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "A root, and below each router the same number of others."),
     {QT_TRANSLATE_NOOP("GeneratorKinds", "Below each"), QT_TRANSLATE_NOOP("GeneratorKinds", "Levels below the root")},
     {3, 2}},
    {"random", QT_TRANSLATE_NOOP("GeneratorKinds", "Random"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "Connected, with so many links at each router on average."),
     {"Routers", QT_TRANSLATE_NOOP("GeneratorKinds", "Links at each")}, {24, 3}},
    {"fat-tree", QT_TRANSLATE_NOOP("GeneratorKinds", "Fat tree"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "A data centre of pods: core, aggregation and edge routers, with as much capacity "
                                         "above each as below it. The number of pods is even."),
     {QT_TRANSLATE_NOOP("GeneratorKinds", "Pods"), nullptr}, {4, 1}},
    {"leaf-spine", QT_TRANSLATE_NOOP("GeneratorKinds", "Leaf and spine"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "A data centre of two rows, each leaf linked to each spine."),
     {QT_TRANSLATE_NOOP("GeneratorKinds", "Leaves"), QT_TRANSLATE_NOOP("GeneratorKinds", "Spines")}, {6, 3}},
    {"waxman", QT_TRANSLATE_NOOP("GeneratorKinds", "Waxman (random, by distance)"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "On a plane, connected; the nearer two routers are the likelier they are linked."),
     {"Routers", "Links at each"}, {24, 3}},
    {"barabasi-albert", QT_TRANSLATE_NOOP("GeneratorKinds", "Barabási–Albert (grown)"),
     QT_TRANSLATE_NOOP("GeneratorKinds", "Each new router links to others, rather to those that have many links already."),
     {"Routers", QT_TRANSLATE_NOOP("GeneratorKinds", "Links of a new one")}, {24, 2}},
};

/// The generator's own words where this table does not know it.
KindText textOf(const topology::GeneratorHelp &help)
{
    const auto known = std::ranges::find(kKinds, help.name, [](const KindText &kind) { return std::string_view(kind.id); });
    return known != std::end(kKinds)
        ? *known
        : KindText{help.name.data(), help.name.data(), help.purpose.data(), {"Routers", "Links at each"}, {8, 2}};
}

QString inWords(const Words &words) { return QCoreApplication::translate("GeneratorKinds", words.text, words.meaning); }

/// What a person reads of a plan of routing.
QString planText(std::string_view plan)
{
    if (plan == "ospf")
        return GenerateDialog::tr("OSPF in one area");
    if (plan == "rip")
        return GenerateDialog::tr("RIP");
    if (plan == "ibgp-rr")
        return GenerateDialog::tr("OSPF, and BGP with route reflectors");
    if (plan == "ebgp")
        return GenerateDialog::tr("BGP, each router an AS of its own");
    return toQt(plan);
}

bool isRandom(std::string_view kind) { return kind == "random" || kind == "waxman" || kind == "barabasi-albert"; }

} // namespace

GenerateDialog::GenerateDialog(QWidget *parent)
    : QDialog(parent), m_kinds(new QListWidget(this)), m_plan(new QComboBox(this)), m_seed(new QSpinBox(this)), m_delay(new QLineEdit(this)),
      m_about(new QLabel(this)), m_summary(new QLabel(this)), m_preview(new LabPreview(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setWindowTitle(tr("New from a generator"));
    setAccessibleName(windowTitle());
    m_kinds->setAccessibleName(tr("Kinds of networks"));
    for (const topology::GeneratorHelp &help : topology::generators()) {
        auto *item = new QListWidgetItem(inWords(textOf(help).title), m_kinds);
        item->setData(Qt::UserRole, toQt(help.name));
    }
    m_kinds->setFixedWidth(m_kinds->sizeHintForColumn(0) + 24);
    auto *row = new QHBoxLayout;
    row->addWidget(m_kinds);
    auto *middle = new QVBoxLayout;
    m_about->setWordWrap(true);
    m_about->setProperty("role", QStringLiteral("muted"));
    middle->addWidget(m_about);
    auto *form = new QFormLayout;
    for (int i = 0; i < 2; ++i) {
        m_sizeNames[i] = new QLabel(this);
        m_sizes[i] = new QSpinBox(this);
        m_sizes[i]->setRange(1, kMostNodes);
        m_sizeNames[i]->setBuddy(m_sizes[i]);
        form->addRow(m_sizeNames[i], m_sizes[i]);
        connect(m_sizes[i], &QSpinBox::valueChanged, this, &GenerateDialog::make);
    }
    for (const std::string_view plan : topology::planNames())
        m_plan->addItem(planText(plan), toQt(plan));
    m_plan->setAccessibleName(tr("Routing"));
    form->addRow(tr("&Routing"), m_plan);
    m_delay->setText(QStringLiteral("1ms"));
    m_delay->setAccessibleName(tr("Delay of a link"));
    form->addRow(tr("&Delay of a link"), m_delay);
    m_seed->setRange(1, 1'000'000);
    m_seed->setAccessibleName(tr("Seed"));
    m_seedName = new QLabel(tr("&Seed"), this);
    m_seedName->setAccessibleName(tr("Seed"));
    m_seedName->setBuddy(m_seed);
    form->addRow(m_seedName, m_seed);
    middle->addLayout(form);
    middle->addStretch();
    m_summary->setWordWrap(true);
    middle->addWidget(m_summary);
    row->addLayout(middle);
    row->addWidget(m_preview, 1);
    auto *column = new QVBoxLayout(this);
    column->addLayout(row, 1);
    m_buttons->setAccessibleName(tr("Buttons"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Make it"));
    column->addWidget(m_buttons);
    connect(m_kinds, &QListWidget::currentRowChanged, this, &GenerateDialog::kindChosen);
    connect(m_plan, &QComboBox::currentIndexChanged, this, &GenerateDialog::make);
    connect(m_seed, &QSpinBox::valueChanged, this, &GenerateDialog::make);
    connect(m_delay, &QLineEdit::textChanged, this, &GenerateDialog::make);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(860, 460);
    m_kinds->setCurrentRow(1);
    m_kinds->setFocus();
}

void GenerateDialog::choose(const QString &kind)
{
    for (int row = 0; row < m_kinds->count(); ++row)
        if (m_kinds->item(row)->data(Qt::UserRole) == kind)
            m_kinds->setCurrentRow(row);
}

void GenerateDialog::kindChosen()
{
    const auto &help = topology::generators()[static_cast<std::size_t>(std::max(0, m_kinds->currentRow()))];
    const KindText text = textOf(help);
    for (int i = 0; i < 2; ++i) {
        const QSignalBlocker quiet(m_sizes[i]);
        const bool has = static_cast<std::size_t>(i) < help.sizeCount;
        const QString name = has ? inWords(text.sizes[static_cast<std::size_t>(i)]) : QString();
        m_sizeNames[i]->setText(name);
        m_sizeNames[i]->setAccessibleName(has ? name : tr("Unused"));
        m_sizes[i]->setAccessibleName(has ? name : tr("Unused"));
        m_sizeNames[i]->setVisible(has);
        m_sizes[i]->setVisible(has);
        m_sizes[i]->setValue(text.usual[static_cast<std::size_t>(i)]);
    }
    m_sizes[0]->setSingleStep(help.name == "fat-tree" ? 2 : 1);
    m_seed->setVisible(isRandom(help.name));
    m_seedName->setVisible(isRandom(help.name));
    m_about->setText(inWords(text.about));
    m_about->setAccessibleName(m_about->text());
    make();
}

void GenerateDialog::make()
{
    const auto &help = topology::generators()[static_cast<std::size_t>(std::max(0, m_kinds->currentRow()))];
    std::vector<std::uint32_t> sizes;
    for (std::size_t i = 0; i < help.sizeCount; ++i)
        sizes.push_back(static_cast<std::uint32_t>(m_sizes[i]->value()));
    m_lab = {};
    QString said;
    const auto delay = base::parseDuration(fromQt(m_delay->text()));
    auto made = topology::generate(help.name, sizes, static_cast<std::uint64_t>(m_seed->value()));
    if (!made) {
        said = toQt(made.error().message);
    } else if (made->nodes.size() > static_cast<std::size_t>(kMostNodes)) {
        said = tr("%1 routers: more than a window can show; `hop generate` makes them.").arg(made->nodes.size());
    } else if (!delay) {
        said = tr("The delay is a time such as 5ms or 250us.");
    } else {
        topology::BuildOptions options;
        options.plan = topology::parsePlan(fromQt(m_plan->currentData().toString())).value_or(options.plan);
        topology::Built built = topology::buildLab(*made, options);
        for (lab::Link &link : built.lab.links) {
            link.forward.delay = link.backward.delay = *delay;
            link.note.clear();
        }
        m_lab = std::move(built.lab);
        said = tr("%1 routers, %2 links; links have addresses of 10.0.0.0/8, routers a loopback of 10.255.0.0/16.")
                   .arg(m_lab.nodes.size())
                   .arg(m_lab.links.size());
    }
    m_summary->setText(said);
    m_summary->setAccessibleName(said);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(!m_lab.nodes.empty());
    m_preview->show(m_lab);
}

} // namespace hopyard::dialogs
