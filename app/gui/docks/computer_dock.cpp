// See computer_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/computer_dock.h"

#include "app/gui/docks/page_colours.h"
#include "app/gui/docks/page_legend.h"
#include "app/gui/docks/page_map.h"
#include "app/gui/docks/page_stations.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/inspect/cell_menu.h"
#include "app/gui/models/buffer_map_model.h"
#include "app/gui/models/table_model.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/reason.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <map>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::docks {

using client::PageState;

namespace {

/// Columns of the guests, as table.get calls them.
constexpr const char *kGuestColumns[]{"guest",    "state",         "memory", "lent",    "output", "input",
                                      "noBuffer", "copiedInstead", "share",  "release", "usedNs", "faults"};
constexpr int kPollMs = 500;
constexpr int kRefreshMs = 200;
constexpr int kMostColours = 6; ///< guests in the legend; more share what is said of them

QString bytesText(std::uint64_t bytes)
{
    if (bytes >= 1u << 30)
        return QStringLiteral("%1 GiB").arg(static_cast<double>(bytes) / (1u << 30), 0, 'g', 4);
    if (bytes >= 1u << 20)
        return QStringLiteral("%L1 MiB").arg(static_cast<double>(bytes) / (1u << 20), 0, 'g', 4);
    return QStringLiteral("%L1 KiB").arg(bytes >> 10);
}

QToolButton *headButton(const char *icon, const QString &text, const QString &tip, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(theme::icon(QString::fromLatin1(icon)));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    return button;
}

QString pageText(const std::optional<std::uint32_t> &page) { return page ? QStringLiteral("%L1").arg(*page) : QString(); }

/// A step for a person.
QString stepText(const std::string &step)
{
    if (step == "landed")
        return ComputerDock::tr("landed in the page");
    if (step == "named")
        return ComputerDock::tr("demultiplexer named the guest");
    if (step == "mapped")
        return ComputerDock::tr("page mapped into the guest");
    if (step == "shared")
        return ComputerDock::tr("page mapped into another guest, too");
    if (step == "copied")
        return ComputerDock::tr("copied into the guest's buffer");
    if (step == "released")
        return ComputerDock::tr("guest gave the buffer back");
    if (step == "unmapped")
        return ComputerDock::tr("page unmapped");
    if (step == "cleared")
        return ComputerDock::tr("page cleared");
    if (step == "listed")
        return ComputerDock::tr("page listed in the DMA table");
    if (step == "output")
        return ComputerDock::tr("taken from the output buffer");
    if (step == "sent")
        return ComputerDock::tr("sent by the adapter");
    return QString::fromStdString(step);
}

} // namespace

ComputerDock::ComputerDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_moment(session), m_map(new models::BufferMapModel(this)),
    m_guests(new models::TableModel(this)), m_history(new models::TableModel(this)), m_computers(new QComboBox(this)),
    m_mode(new QLabel(this)),
    m_fold(headButton("grid", tr("Fold long runs"), tr("Fold long runs of pages that are in the same state into bars"),
                      this)),
    m_latest(headButton("packet", tr("Follow the latest packet"),
                        tr("Show the way of the packet that arrived last: DMA table, guest, clearing"), this)),
    m_message(theme::makeReason(tr("Why there is nothing to see"), this)),
    m_guestView(new TableView(tr("Guests"), this)), m_plot(tr("Copies against maps"), plot::Unit::perSecond),
    m_legend(new PageLegend(this)), m_pages(new PageMap(*m_map, this)), m_followed(new QLabel(this)),
    m_stations(new PageStations(this)), m_historyView(new TableView(tr("What happened to the page"), this))
{
    setAccessibleName(tr("Hypervisor"));
    setFocusProxy(m_pages);
    m_plot.addLine(tr("copies"), plot::Colour::blue);
    m_plot.addLine(tr("maps"), plot::Colour::green);
    m_plot.addLine(tr("clears"), plot::Colour::red);
    m_guests->setColumns({tr("Guest"), tr("State"), tr("Memory"), tr("Lent"), tr("Out ring"), tr("In ring"), tr("No buffer"), tr("Copied instead"),
                          tr("Share"), tr("Release"), tr("Used"), tr("Faults")});
    m_guestView->showTable(m_guests);
    const auto *cells = new inspect::CellMenu(
        *m_guestView,
        [this](const QModelIndex &index) {
            return std::optional(inspect::CellPlace{computer(),
                                                    QStringLiteral("guest"),
                                                    {index.data(models::TableModel::KeyRole).toString()},
                                                    QLatin1String(kGuestColumns[index.column()])});
        },
        [](const QModelIndex &index) { // whatever it is written as, "2 MiB"
            const QLatin1String column(kGuestColumns[index.column()]);
            return column != QLatin1String("state") && column != QLatin1String("release");
        });
    connect(cells, &inspect::CellMenu::plotAsked, this, &ComputerDock::cellPlotAsked);
    m_history->setColumns({tr("Time"), tr("What happened"), tr("Guest"), tr("Host page"), tr("Guest page"), tr("Packet")});
    m_historyView->showTable(m_history);

    auto *map = new QWidget(this);
    auto *mapColumn = new QVBoxLayout(map);
    mapColumn->setContentsMargins(0, 4, 0, 0);
    mapColumn->setSpacing(2);
    mapColumn->addWidget(m_legend);
    mapColumn->addWidget(m_pages, 1);
    auto *parts = new QSplitter(Qt::Horizontal, this);
    parts->addWidget(buildComputer());
    parts->addWidget(map);
    parts->addWidget(buildHistory());
    for (const int stretch : {0, 1, 2})
        parts->setStretchFactor(stretch, stretch == 1 ? 5 : 4);
    parts->setSizes({360, 560, 420});
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_message);
    m_stack->addWidget(parts);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(body, 1);

    m_poll.setInterval(kPollMs);
    m_refresh.setInterval(kRefreshMs);
    m_refresh.setSingleShot(true);
    connect(&m_poll, &QTimer::timeout, this, &ComputerDock::ask);
    connect(&m_refresh, &QTimer::timeout, this, &ComputerDock::showHistory);
    connect(m_computers, &QComboBox::currentIndexChanged, this, &ComputerDock::computerChanged);
    connect(m_fold, &QToolButton::toggled, m_pages, &PageMap::setFolded);
    connect(m_latest, &QToolButton::clicked, this, [this] {
        if (const std::uint64_t packet = m_steps.latestPacket())
            followPacket(packet);
    });
    connect(m_pages, &PageMap::currentChanged, this, [this](int page) {
        if (page >= 0)
            followPage(static_cast<std::uint32_t>(page));
    });
    connect(m_pages, &PageMap::pageActivated, this, [this](int page) { followPage(static_cast<std::uint32_t>(page)); });
    connect(m_historyView, &TableView::rowActivated, this, [this](const QString &key) {
        const int row = m_history->rowOf(key);
        if (row >= 0)
            if (const std::uint64_t packet = m_history->index(row, 5).data().toString().toULongLong())
                followPacket(packet);
    });
    connect(&m_session, &client::EngineSession::stateChanged, this, &ComputerDock::stateChanged);
    connect(&m_moment, &client::RunMoment::momentShown, this, &ComputerDock::showMoment);
    connect(&m_moment, &client::RunMoment::cutAfter, this, [this](double seconds, base::TimePoint time) {
        m_steps.cutAfter(time);
        m_plot.cutAfter(seconds);
        m_rates.clear();
        showHistory();
    });
    connect(&m_session, &client::EngineSession::telemetry, this, &ComputerDock::take);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ComputerDock::showLegend);
    computerChanged();
}

QWidget *ComputerDock::buildHead()
{
    m_computers->setAccessibleName(tr("Computer"));
    m_computers->setToolTip(tr("The hypervisor that is shown; follows the selection on the canvas"));
    m_computers->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_computers->setMinimumContentsLength(8);
    m_mode->setProperty("role", QStringLiteral("muted"));
    m_mode->setAccessibleName(tr("How it carries packets"));
    m_fold->setCheckable(true);
    m_fold->setChecked(true);
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(6, 4, 6, 2);
    row->addWidget(m_computers);
    row->addWidget(m_mode, 1);
    row->addWidget(m_latest);
    row->addWidget(m_fold);
    return head;
}

QWidget *ComputerDock::buildComputer()
{
    auto *side = new QSplitter(Qt::Vertical, this);
    side->addWidget(m_guestView);
    side->addWidget(new plot::PlotView(m_plot, m_axis, this));
    side->setStretchFactor(0, 1);
    side->setStretchFactor(1, 1);
    return side;
}

QWidget *ComputerDock::buildHistory()
{
    m_followed->setWordWrap(true);
    m_followed->setContentsMargins(10, 6, 10, 2);
    m_followed->setAccessibleName(tr("What is followed"));
    m_historyView->setFont(theme::Theme::monospaceFont());
    auto *side = new QWidget(this);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_followed);
    column->addWidget(m_stations);
    column->addWidget(m_historyView, 1);
    return side;
}

void ComputerDock::setComputers(const QStringList &names)
{
    QStringList known;
    for (int i = 0; i < m_computers->count(); ++i)
        known += m_computers->itemText(i);
    if (names == known)
        return;
    const QString before = computer();
    {
        const QSignalBlocker quiet(m_computers);
        m_computers->clear();
        for (const QString &name : names)
            m_computers->addItem(theme::icon(QStringLiteral("hypervisor")), name);
        m_computers->setCurrentIndex(std::max(0, m_computers->findText(before)));
    }
    if (computer() != before)
        computerChanged();
    else
        stateChanged();
}

void ComputerDock::showNode(const QString &node)
{
    if (const int index = m_computers->findText(node); index >= 0)
        m_computers->setCurrentIndex(index);
}

QString ComputerDock::computer() const { return m_computers->currentText(); }

void ComputerDock::computerChanged()
{
    m_map->clear();
    m_guests->clear();
    m_rates.clear();
    m_plot.clear();
    m_steps.clear();
    m_page.reset();
    m_packet.reset();
    m_waiting = 0;
    showHistory();
    stateChanged();
}

void ComputerDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    stateChanged();
}

void ComputerDock::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    stateChanged();
}

void ComputerDock::say(const QString &text)
{
    m_message->setText(text);
    m_stack->setCurrentWidget(m_message);
}

void ComputerDock::stateChanged()
{
    const bool alive = m_session.status().isAlive();
    const bool seen = isVisible() && alive && !computer().isEmpty();
    if (computer().isEmpty())
        say(tr("The lab has no hypervisor. Draw one, give it guests, and see here where their packets land."));
    else if (!alive)
        say(tr("Run the lab to look into %1.").arg(computer()));
    else
        m_stack->setCurrentIndex(1);
    m_latest->setEnabled(alive && !computer().isEmpty());
    m_fold->setEnabled(!computer().isEmpty());
    if (!m_session.isConnected())
        m_waiting = 0;
    if (seen != m_watching) {
        m_watching = seen;
        m_session.watch("buffers", seen);
        if (seen)
            m_refresh.start();
    }
    if (!alive) {
        m_rates.clear();
        m_plot.clear();
        m_steps.clear();
        m_mode->clear();
    }
    if (seen && !m_poll.isActive()) {
        m_poll.start();
        ask();
    } else if (!seen) {
        m_poll.stop();
    }
}

/// The pages are asked for at once where time stands, what happened to them is known.
void ComputerDock::showMoment()
{
    const client::Status &status = m_session.status();
    m_steps.setMoment(status.past ? std::optional(status.now) : std::nullopt);
    if (!m_watching)
        return;
    if (!m_refresh.isActive())
        m_refresh.start();
    if (status.phase != client::Phase::running)
        ask();
}

void ComputerDock::ask()
{
    if (m_waiting > 0)
        return; // the engine is busy
    const auto call = [this](const char *method, auto use) {
        ++m_waiting;
        m_session.call(method, {{"node", computer().toStdString()}}, this,
                       [this, use, asked = computer()](const client::EngineSession::Result &result) {
                           m_waiting = std::max(0, m_waiting - 1);
                           if (result && asked == computer())
                               use(*result);
                       });
    };
    call("hypervisor.guests", [this](const client::Json &json) { showGuests(client::parseGuests(json)); });
    call("hypervisor.costs", [this](const client::Json &json) { showCosts(client::parseCarryCosts(json)); });
    call("hypervisor.buffers", [this](const client::Json &json) {
        m_map->setMap(client::parseBufferMap(json));
        showLegend();
        if (m_page || m_packet)
            m_refresh.start();
    });
}

void ComputerDock::take(const client::Batch &batch)
{
    if (!m_watching || batch.buffers.empty())
        return;
    const std::string name = computer().toStdString();
    for (const client::BufferStep &step : batch.buffers)
        if (step.node == name)
            m_steps.add(step, m_session.status().past);
    if (!m_page && !m_packet && m_steps.latestPacket() != 0)
        followPacket(m_steps.latestPacket()); // something to look at from the first packet on
    else if ((m_page || m_packet) && !m_refresh.isActive())
        m_refresh.start();
}

void ComputerDock::showGuests(const client::Guests &guests)
{
    std::vector<models::Row> rows;
    QStringList names;
    for (const client::GuestInfo &guest : guests.guests) {
        client::GuestInterface sum;
        for (const client::GuestInterface &nic : guest.interfaces) {
            sum.output += nic.output;
            sum.input += nic.input;
            sum.noBuffer += nic.noBuffer;
            sum.copiedInstead += nic.copiedInstead;
        }
        models::Row row;
        row.key = QString::fromStdString(guest.name);
        const auto number = [](std::uint64_t value) { return QStringLiteral("%L1").arg(value); };
        row.cells = {row.key, QString::fromStdString(guest.state), bytesText(guest.memory), number(guest.loans), number(sum.output),
                     number(sum.input), number(sum.noBuffer), number(sum.copiedInstead), number(guest.share),
                     QString::fromStdString(guest.release), durationText(guest.used), number(guest.faults)};
        names += row.key;
        rows.push_back(std::move(row));
    }
    m_guests->setRows(std::move(rows));
    m_mode->setText(tr("carries %1, receives by %2 · %3, of which %4 are free")
                        .arg(QString::fromStdString(guests.mode), QString::fromStdString(guests.receive), bytesText(guests.memory),
                             bytesText(guests.freeMemory)));
    if (names != m_guestNames) {
        m_guestNames = names;
        m_pages->setGuests(names);
        m_stations->setGuests(names);
        showLegend();
    }
}

void ComputerDock::showCosts(const client::CarryCosts &costs)
{
    m_rates.add(m_session.status().now, {costs.copies, costs.maps, costs.clears});
    if (m_rates.points().empty())
        return;
    const auto &newest = m_rates.points().back();
    const double at = static_cast<double>(newest.at.ns()) / 1e9;
    const auto known = m_plot.extent();
    if (known && at == known->high)
        return; // time stands
    if (known && at < known->high)
        m_plot.clear(); // another moment is shown
    for (std::size_t i = 0; i < newest.rates.size(); ++i)
        m_plot.add(static_cast<int>(i), at, newest.rates[i]);
    m_axis.setKnown(m_plot.extent()->low, at);
}

void ComputerDock::showLegend()
{
    const client::BufferMap &map = m_map->map();
    std::vector<PageLegend::Entry> entries;
    const auto count = [](std::uint64_t pages) { return QStringLiteral("%L1").arg(pages); };
    for (const PageState state : {PageState::dmaTable, PageState::filled, PageState::clearing})
        entries.push_back({pageColour(state, -1), models::BufferMapModel::stateText(state), count(map.counts[static_cast<std::size_t>(state)])});
    for (int i = 0; i < std::min(static_cast<int>(m_guestNames.size()), kMostColours); ++i) {
        std::uint64_t lent = 0, own = 0;
        for (const client::PageRun &run : map.runs)
            if (QString::fromStdString(run.guest) == m_guestNames[i])
                (run.state == PageState::mapped ? lent : own) += run.count;
        entries.push_back({pageColour(PageState::mapped, i), tr("lent to %1").arg(m_guestNames[i]), count(lent)});
        entries.push_back({pageColour(PageState::guestMemory, i), tr("memory of %1").arg(m_guestNames[i]), count(own)});
    }
    for (const PageState state : {PageState::baseStorage, PageState::free})
        entries.push_back({pageColour(state, -1), models::BufferMapModel::stateText(state), count(map.counts[static_cast<std::size_t>(state)])});
    m_legend->setEntries(std::move(entries));
}

void ComputerDock::followPage(std::uint32_t page)
{
    m_packet.reset();
    m_page = page;
    m_pages->setCurrentPage(static_cast<int>(page));
    showHistory();
}

void ComputerDock::followPacket(std::uint64_t packet)
{
    m_page.reset();
    m_packet = packet;
    for (const client::BufferStep &step : m_steps.ofPacket(packet))
        if (step.step == "landed" && step.hostPage) {
            const QSignalBlocker quiet(m_pages); // nobody asked for the page itself
            m_pages->setCurrentPage(static_cast<int>(*step.hostPage));
            break;
        }
    showHistory();
}

void ComputerDock::showHistory()
{
    const std::vector<client::BufferStep> steps = m_packet ? m_steps.ofPacket(*m_packet)
        : m_page                                           ? m_steps.ofPage(*m_page)
                                                           : std::vector<client::BufferStep>();
    if (m_packet)
        m_followed->setText(tr("<b>Packet %1</b> and the page that it came in").arg(*m_packet));
    else if (m_page)
        m_followed->setText(QStringLiteral("<b>%1</b>").arg(m_map->describe(*m_page).toHtmlEscaped()));
    else
        m_followed->setText(tr("Pick a page, or follow the latest packet."));
    std::vector<models::Row> rows;
    std::map<QString, int> seen;
    for (const client::BufferStep &step : steps) {
        models::Row row;
        row.cells = {QString::number(static_cast<double>(step.time.ns()) * 1e-9, 'f', 6), stepText(step.step), QString::fromStdString(step.guest),
                     pageText(step.hostPage), pageText(step.guestPage), step.packet == 0 ? QString() : QString::number(step.packet)};
        row.key = row.cells.join(QLatin1Char('\t'));
        row.key += QStringLiteral("#%1").arg(seen[row.key]++);
        rows.push_back(std::move(row));
    }
    m_history->setRows(std::move(rows));
    m_stations->setStays(models::staysOf(steps), m_session.status().now);
}

} // namespace hopyard::docks
