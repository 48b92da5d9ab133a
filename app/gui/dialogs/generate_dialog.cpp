// See generate_dialog.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/generate_dialog.h"

#include "app/gui/dialogs/lab_preview.h"
#include "app/gui/document/strings.h"
#include "core/base/time.h"
#include "core/topology/build_lab.h"
#include "core/topology/generate.h"

#include <QComboBox>
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

namespace hopyard::dialogs {

using document::fromQt;
using document::toQt;

namespace {

constexpr int kMostNodes = 2000; ///< that a person waits for while turning a spin box

/// Sizes that show at first what the kind is about.
std::pair<int, int> usualSizes(std::string_view kind)
{
    if (kind == "tree")
        return {3, 2};
    if (kind == "grid")
        return {5, 4};
    if (kind == "fat-tree")
        return {4, 0};
    if (kind == "leaf-spine")
        return {6, 3};
    if (kind == "random" || kind == "waxman")
        return {24, 3};
    if (kind == "barabasi-albert")
        return {24, 2};
    return {8, 0};
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
    m_kinds->setMaximumWidth(170);
    for (const topology::GeneratorHelp &help : topology::generators())
        m_kinds->addItem(toQt(help.name));
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
        m_plan->addItem(toQt(plan));
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
    const auto items = m_kinds->findItems(kind, Qt::MatchExactly);
    if (!items.isEmpty())
        m_kinds->setCurrentItem(items.front());
}

void GenerateDialog::kindChosen()
{
    const auto &help = topology::generators()[static_cast<std::size_t>(std::max(0, m_kinds->currentRow()))];
    const QStringList names = toQt(help.sizes).split(QLatin1Char(' '));
    const auto [first, second] = usualSizes(help.name);
    for (int i = 0; i < 2; ++i) {
        const QSignalBlocker quiet(m_sizes[i]);
        const bool has = i < names.size();
        const QString name = !has ? QString() : names[i] == QLatin1String("N") ? tr("Routers") : names[i].at(0) + names[i].mid(1).toLower();
        m_sizeNames[i]->setText(name);
        m_sizeNames[i]->setAccessibleName(has ? name : tr("Unused"));
        m_sizes[i]->setAccessibleName(has ? name : tr("Unused"));
        m_sizeNames[i]->setVisible(has);
        m_sizes[i]->setVisible(has);
        m_sizes[i]->setValue(i == 0 ? first : std::max(second, 1));
    }
    m_seed->setVisible(isRandom(help.name));
    m_seedName->setVisible(isRandom(help.name));
    const QString about = toQt(help.purpose);
    m_about->setText(about.at(0).toUpper() + about.mid(1) + QLatin1Char('.'));
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
        options.plan = topology::parsePlan(fromQt(m_plan->currentText())).value_or(options.plan);
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
