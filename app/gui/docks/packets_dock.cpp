// See packets_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/packets_dock.h"

#include "app/gui/docks/bytes_view.h"
#include "app/gui/docks/filter_edit.h"
#include "app/gui/docks/pcap_file.h"
#include "app/gui/docks/sharkd.h"
#include "app/gui/docks/stream_view.h"
#include "app/gui/docks/way_view.h"
#include "app/gui/docks/wireshark.h"
#include "app/gui/models/packet_details_model.h"
#include "app/gui/models/packet_list_model.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "core/filter/head_text.h"

#include <algorithm>
#include <QFile>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QProcess>
#include <QScrollBar>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

constexpr int kHeadsABatch = 2'000; // 120,000 a second at 60 batches

QToolButton *button(const char *icon, const QString &text, const QString &tip, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setIcon(theme::icon(QString::fromLatin1(icon)));
    made->setText(text);
    made->setToolTip(tip);
    made->setAccessibleName(text);
    made->setAutoRaise(true);
    return made;
}

/// The line between what has been and what is still to come, where a moment of the past is shown.
class MomentLine final : public QStyledItemDelegate {
public:
    MomentLine(const models::PacketListModel &list, QObject *parent) : QStyledItemDelegate(parent), m_list(list) {}
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        if (index.row() == m_list.firstLater())
            painter->fillRect(QRect(option.rect.left(), option.rect.top(), option.rect.width(), 2), theme::colours().accent);
    }

private:
    const models::PacketListModel &m_list;
};

} // namespace

PacketsDock::PacketsDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_moment(session), m_wireshark(findWireshark()), m_list(new models::PacketListModel(this)),
    m_details(new models::PacketDetailsModel(this)), m_filter(new FilterEdit(this)),
    m_error(new QLabel(this)), m_count(new QLabel(this)), m_dissector(new QLabel(this)),
    m_pause(button("pause", tr("Hold the list"), tr("Hold the list; what comes meanwhile is kept"), this)),
    m_autoscroll(button("follow", tr("Follow the end"), tr("Keep the latest packets in sight"), this)),
    m_follow(button("way", tr("Follow this packet"), tr("Show the packet's whole way, here and on the canvas"), this)),
    m_stream(button("link", tr("Follow this stream"), tr("Show the packets of this conversation alone, and what was said in it"), this)),
    m_open(button("capture", tr("Open in Wireshark"), tr("Open the selected packets in Wireshark"), this)),
    m_deep(button("search", tr("Dissect with Wireshark"), tr("Let Wireshark's dissectors make the fields of the picked packet"), this)),
    m_clear(button("delete", tr("Clear the list"), tr("Clear the list"), this)), m_view(new QTableView(this)),
    m_tabs(new QTabWidget(this)), m_tree(new QTreeView(this)), m_bytes(new BytesView(this)),
    m_wayView(new WayView(this)), m_streamView(new StreamView(this)),
    m_later(button("present", tr("What came later"), tr("Show in Way and Stream also what came after the moment shown, paler"), this)),
    m_sharkd(new Sharkd(this))
{
    setAccessibleName(tr("Packets"));
    setFocusProxy(m_view);
    m_view->installEventFilter(this);
    m_list->setPlace([this](const filter::PacketHead &head) { return placeOf(head); });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildHead(column);
    buildBody(column);

    connect(m_filter, &FilterEdit::filterChanged, this, [this](const filter::Filter &filter) {
        const auto before = picked();
        m_list->setFilter(filter);
        if (const int row = before ? m_list->rowOf(before->number) : -1; row >= 0)
            m_view->selectRow(row);
        else
            goToEnd();
        updateCount();
    });
    connect(m_filter, &FilterEdit::errorChanged, this, [this](const QString &sentence) {
        m_error->setText(sentence);
        m_error->setVisible(!sentence.isEmpty());
    });
    connect(m_pause, &QToolButton::toggled, m_list, &models::PacketListModel::setPaused);
    connect(m_follow, &QToolButton::clicked, this, &PacketsDock::followPacket);
    connect(m_stream, &QToolButton::clicked, this, &PacketsDock::followStream);
    connect(m_open, &QToolButton::clicked, this, &PacketsDock::openInWireshark);
    connect(m_clear, &QToolButton::clicked, this, [this] {
        m_list->clear();
        m_seen = m_leftOut = 0;
        m_wayOf = 0;
        m_wayView->clear();
        updateCount();
    });
    // The current row, not the selection: of that one is told before the other has moved.
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PacketsDock::rowPicked);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &PacketsDock::fieldPicked);
    connect(m_bytes, &BytesView::bytePicked, this, [this](quint32 offset) {
        if (const QModelIndex field = m_details->fieldAt(offset); field.isValid())
            m_tree->setCurrentIndex(field);
    });
    connect(&m_moment, &client::RunMoment::began, this, [this] { // numbers of rows begin anew
        m_list->clear();
        m_seen = m_leftOut = 0;
        m_followed.reset();
        m_streamView->showNothing({});
        m_wayOf = 0;
        m_wayView->clear();
        updateCount();
    });
    connect(&m_moment, &client::RunMoment::cutAfter, this, [this](double, base::TimePoint time) { cutAfter(time); });
    connect(&m_moment, &client::RunMoment::momentShown, this, &PacketsDock::showMoment);
    connect(m_list, &QAbstractItemModel::rowsRemoved, this, &PacketsDock::updateCount);
    connect(m_list, &QAbstractItemModel::rowsInserted, this, [this] {
        goToEnd();
        updateCount();
    });
    connect(m_autoscroll, &QToolButton::toggled, this, &PacketsDock::goToEnd);
    // Who scrolls up wants to read; who scrolls to the end wants to follow it. Only what a person does is told here.
    connect(m_view->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar *bar = m_view->verticalScrollBar();
        m_autoscroll->setChecked(bar->sliderPosition() >= bar->maximum());
    });
    connect(m_deep, &QToolButton::toggled, this, [this] {
        m_shownNumber = 0;
        rowPicked();
    });
    m_streamTimer.setSingleShot(true);
    m_streamTimer.setInterval(kStreamMs);
    connect(&m_streamTimer, &QTimer::timeout, this, &PacketsDock::askForStream);
    m_wayTimer.setSingleShot(true);
    m_wayTimer.setInterval(kStreamMs);
    connect(&m_wayTimer, &QTimer::timeout, this, &PacketsDock::askForWay);
    connect(m_wayView, &WayView::linksChanged, this, &PacketsDock::wayFound);
    connect(m_later, &QToolButton::toggled, this, &PacketsDock::showMoment);
    connect(m_streamView, &StreamView::failed, this, &PacketsDock::failed);
    connect(m_streamView, &StreamView::packetPicked, this, &PacketsDock::pickPacket);
    connect(&m_session, &client::EngineSession::packetsArrived, this, &PacketsDock::take);
    connect(&m_session, &client::EngineSession::stateChanged, this, &PacketsDock::stateChanged);
    updateCount();
    updateButtons();
}

void PacketsDock::buildHead(QVBoxLayout *column)
{
    m_pause->setCheckable(true);
    m_deep->setCheckable(true);
    m_autoscroll->setCheckable(true);
    m_autoscroll->setChecked(true);
    m_error->setVisible(false);
    m_error->setContentsMargins(8, 0, 8, 4);
    m_error->setWordWrap(true);
    m_error->setAccessibleName(tr("What is wrong with the filter"));
    m_count->setAccessibleName(tr("How many packets"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 6, 6, 4);
    head->addWidget(m_filter, 1);
    for (QToolButton *each : {m_autoscroll, m_pause, m_follow, m_stream, m_deep, m_open, m_clear})
        head->addWidget(each);
    head->addWidget(m_count);
    column->addLayout(head);
    column->addWidget(m_error);
}

void PacketsDock::buildBody(QVBoxLayout *column)
{
    const QFont font = theme::Theme::monospaceFont();
    m_view->setModel(m_list);
    m_view->setItemDelegate(new MomentLine(*m_list, m_view));
    m_view->setAccessibleName(tr("Packet list"));
    m_view->setFont(font);
    m_view->setSelectionBehavior(QTableView::SelectRows);
    m_view->setEditTriggers(QTableView::NoEditTriggers);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->verticalHeader()->hide();
    // All rows of one height: a view of hundreds of thousands must not ask each for its own.
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->verticalHeader()->setDefaultSectionSize(QFontMetrics(font).height() + 4);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int widths[] = {100, 170, 80, 140, 140, 380, 60};
    for (int i = 0; i < models::PacketListModel::ColumnCount; ++i)
        m_view->setColumnWidth(i, widths[i]);

    m_tree->setModel(m_details);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAccessibleName(tr("Fields of the packet"));
    m_dissector->setWordWrap(true);
    m_dissector->setContentsMargins(8, 4, 8, 4);
    m_dissector->setProperty("role", QStringLiteral("muted"));
    m_dissector->setAccessibleName(tr("Who dissected the packet"));
    m_dissector->hide();
    auto *tree = new QWidget(this);
    auto *treeColumn = new QVBoxLayout(tree);
    treeColumn->setContentsMargins(0, 0, 0, 0);
    treeColumn->setSpacing(0);
    treeColumn->addWidget(m_dissector);
    treeColumn->addWidget(m_tree, 1);
    auto *fields = new QSplitter(Qt::Vertical, this);
    fields->addWidget(tree);
    fields->addWidget(m_bytes);
    fields->setStretchFactor(0, 3);
    fields->setStretchFactor(1, 2);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("The packet that is picked"));
    m_tabs->addTab(fields, tr("Fields"));
    m_tabs->addTab(m_wayView, tr("Way"));
    m_tabs->addTab(m_streamView, tr("Stream"));
    m_later->setCheckable(true);
    m_later->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_tabs->setCornerWidget(m_later);
    m_later->hide();
    auto *body = new QSplitter(Qt::Horizontal, this);
    body->addWidget(m_view);
    body->addWidget(m_tabs);
    body->setStretchFactor(0, 3);
    body->setStretchFactor(1, 2);
    column->addWidget(body, 1);
}

void PacketsDock::setWhere(const QStringList &where)
{
    if (where == m_where)
        return;
    m_where = where;
    if (m_subscribed) {
        m_subscribed = false;
        subscribe(true);
    }
}

void PacketsDock::setFilterText(const QString &text) { m_filter->setText(text); }

void PacketsDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    stateChanged();
}

void PacketsDock::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    stateChanged();
}

void PacketsDock::stateChanged()
{
    if (!m_session.isConnected())
        m_subscribed = false;
    subscribe(isVisible() && m_session.status().isAlive());
    updateButtons();
}

void PacketsDock::subscribe(bool wanted)
{
    if (wanted == m_subscribed || !m_session.isConnected())
        return;
    m_subscribed = wanted;
    m_asked += 1;
    client::Json params = client::Json::object();
    if (wanted) {
        if (m_session.status().replay) // it was played on, or elsewhere, while nobody listened
            cutAfter(m_session.status().now);
        params["budget"] = kHeadsABatch;
        params["snap"] = kWholePackets;
        client::Json where = client::Json::array();
        for (const QString &name : m_where)
            where.push_back(name.toStdString());
        params["where"] = std::move(where);
    }
    m_session.call(wanted ? "packets.subscribe" : "packets.unsubscribe", std::move(params), this,
                   [this, asked = m_asked](const client::EngineSession::Result &result) {
                       m_answered = asked;
                       if (!result && result.error().code != rpc::disconnected)
                           emit failed(client::messageOf(result.error()));
                   });
}

void PacketsDock::take(const client::PacketBatch &batch)
{
    if (m_answered != m_asked)
        return; // of the subscription before, which was for other places
    m_seen += batch.seen;
    m_leftOut += batch.matched - batch.heads.size();
    if (batch.cut)
        cutAfter(*batch.cut);
    streamGrows(batch.heads);
    wayGrows(batch.heads);
    m_list->append(batch.heads);
}

QString PacketsDock::placeOf(const filter::PacketHead &head) const
{
    const client::Topology &topology = m_session.topology();
    if (const client::LinkInfo *link = head.link.isValid() ? topology.findLink(head.link) : nullptr) {
        const bool forward = head.direction == base::Direction::forward;
        return QStringLiteral("%1 → %2").arg(QString::fromStdString(toString(forward ? link->a : link->b)),
                                             QString::fromStdString(toString(forward ? link->b : link->a)));
    }
    if (head.node.isValid())
        for (const client::NodeInfo &node : topology.nodes)
            if (node.id >= 0 && static_cast<std::uint32_t>(node.id) == head.node.value())
                return QString::fromStdString(node.name);
    return {};
}

std::optional<filter::PacketHead> PacketsDock::picked() const
{
    const QModelIndex current = m_view->currentIndex();
    return current.isValid() ? std::optional(m_list->at(current.row())) : std::nullopt;
}

bool PacketsDock::eventFilter(QObject *object, QEvent *event)
{
    // A view that the keyboard comes to makes its first row the current one, as if that had been picked; here keys begin at the end.
    if (object == m_view && event->type() == QEvent::FocusIn && !m_view->currentIndex().isValid()) {
        m_isArriving = true;
        m_view->selectionModel()->setCurrentIndex(m_list->index(m_list->rowCount() - 1, 0), QItemSelectionModel::NoUpdate);
        m_isArriving = false;
    }
    return QWidget::eventFilter(object, event);
}

void PacketsDock::rowPicked()
{
    if (m_isArriving)
        return;
    updateButtons();
    const auto head = picked();
    if (!head || head->number == m_shownNumber)
        return;
    m_shownNumber = head->number;
    m_autoscroll->setChecked(false);
    m_session.call("packets.details", {{"number", head->number}}, this,
                   [this, number = head->number, head = *head](const client::EngineSession::Result &result) {
                       if (number != m_shownNumber)
                           return; // another row was picked meanwhile
                       sayWhoDissected({});
                       if (result) {
                           showDetails(client::parsePacketDetails(*result));
                           dissectDeeply(head);
                       } else
                           showDetails({number, 0, {}, 0, {}, {{0, {}, client::messageOf(result.error()).toStdString(), 0, 0}}});
                   });
}

/// Packets of its conversation that crossed the same link before it go along, so that what lies over several packets is
/// put together. Elsewhere they would be taken for packets that were sent twice.
void PacketsDock::dissectDeeply(const filter::PacketHead &head)
{
    if (!m_deep->isChecked())
        return;
    if (!m_sharkd->isInstalled()) {
        sayWhoDissected(tr("Wireshark's dissector (sharkd, package wireshark-common) is not installed: these are the workbench's "
                           "own fields."));
        return;
    }
    client::Json numbers = client::Json::array();
    numbers.push_back(head.number);
    if (head.stream != filter::PacketHead::kNoStream && head.layers.has(filter::Layer::tcp))
        for (int row = m_list->rowOf(head.number) - 1; row >= 0 && numbers.size() <= static_cast<std::size_t>(kMostBefore); --row) {
            const filter::PacketHead &other = m_list->at(row);
            if (other.layers.has(filter::Layer::tcp) && other.stream == head.stream && other.link == head.link && !other.isDropped())
                numbers.push_back(other.number);
        }
    m_session.call("packets.bytes", {{"numbers", std::move(numbers)}}, this,
                   [this, number = head.number](const client::EngineSession::Result &result) {
                       if (number != m_shownNumber || !m_deep->isChecked() || !result)
                           return;
                       auto frames = client::parsePacketFrames(*result);
                       if (frames.empty())
                           return;
                       std::reverse(frames.begin(), frames.end()); // the latest was asked for first
                       m_sharkd->dissect(std::move(frames), [this, number](const Sharkd::Answer &answer) {
                           if (number != m_shownNumber || !m_deep->isChecked())
                               return; // asked for before it was switched off
                           if (answer.fields.empty()) {
                               sayWhoDissected(tr("%1 These are the workbench's own fields.").arg(answer.error));
                               return;
                           }
                           m_details->setFields(answer.fields);
                           sayWhoDissected(tr("Dissected by Wireshark."));
                       });
                   });
}

void PacketsDock::sayWhoDissected(const QString &sentence)
{
    m_dissector->setText(sentence);
    m_dissector->setVisible(!sentence.isEmpty());
}

/// Of a moment of the past the end is the last packet that has been.
void PacketsDock::goToEnd()
{
    if (!m_autoscroll->isChecked())
        return;
    if (m_list->firstLater() < m_list->rowCount())
        goToMoment();
    else
        m_view->scrollToBottom();
}

/// Who goes to a moment wants to see it; while time goes on by itself the list stays with whoever reads in it.
void PacketsDock::showMoment()
{
    const client::Status &status = m_session.status();
    const auto moment = status.past ? std::optional(status.now) : std::nullopt;
    m_list->setMoment(moment);
    m_later->setVisible(status.past);
    m_streamView->setMoment(moment, m_later->isChecked());
    m_wayView->setMoment(moment, m_later->isChecked());
    if (status.past && status.phase != client::Phase::running)
        goToMoment();
    else
        goToEnd();
    updateCount();
}

/// In the middle, so that what comes before and what comes next are both in sight.
void PacketsDock::goToMoment()
{
    if (m_list->rowCount() == 0)
        return;
    const int row = std::max(m_list->firstLater() - 1, 0);
    m_view->scrollTo(m_list->index(row, std::max(m_view->columnAt(0), 0)), QAbstractItemView::PositionAtCenter);
}

void PacketsDock::showDetails(const client::PacketDetails &details)
{
    m_details->setFields(details.fields);
    m_bytes->setBytes(details.bytes);
    m_tree->expandToDepth(0);
}

void PacketsDock::fieldPicked()
{
    const QModelIndex field = m_tree->currentIndex();
    if (field.isValid())
        m_bytes->light(field.data(models::PacketDetailsModel::OffsetRole).toUInt(),
                       field.data(models::PacketDetailsModel::LengthRole).toUInt());
}

void PacketsDock::followPacket()
{
    const auto head = picked();
    if (!head)
        return;
    m_wayOf = head->packetId;
    m_wayView->clear();
    m_tabs->setCurrentWidget(m_wayView);
    askForWay();
}

void PacketsDock::askForWay()
{
    if (m_wayOf == 0)
        return;
    m_session.call("packets.path", {{"packet", m_wayOf}}, this, [this, packet = m_wayOf](const client::EngineSession::Result &result) {
        if (packet != m_wayOf)
            return; // another one is followed
        if (result)
            m_wayView->showSteps(client::parsePacketSteps(*result));
        else if (m_wayView->isEmpty())
            emit failed(client::messageOf(result.error()));
    });
}

/// The followed packet is still on its way.
void PacketsDock::wayGrows(const std::vector<filter::PacketHead> &heads)
{
    if (m_wayOf != 0 && !m_wayTimer.isActive()
        && std::any_of(heads.begin(), heads.end(), [this](const filter::PacketHead &head) { return head.packetId == m_wayOf; }))
        m_wayTimer.start();
}

void PacketsDock::followStream()
{
    const auto head = picked();
    if (!head)
        return;
    setFilterText(QString::fromStdString(filter::conversationFilter(*head)));
    m_tabs->setCurrentWidget(m_streamView);
    m_streamTimer.stop();
    m_streamIsWhole = false;
    m_followed.reset();
    if (head->stream == filter::PacketHead::kNoStream) {
        m_streamView->showNothing(tr("There is nothing to read: this is no packet of TCP or UDP."));
        return;
    }
    m_followed = head;
    askForStream();
}

void PacketsDock::askForStream()
{
    if (!m_followed || m_followed->number == 0)
        return;
    m_session.call("packets.stream", {{"number", m_followed->number}}, this,
                   [this, number = m_followed->number](const client::EngineSession::Result &result) {
                       if (!m_followed || m_followed->number != number)
                           return; // another one is followed
                       if (!result) {
                           m_followed.reset();
                           m_streamView->showNothing(client::messageOf(result.error()));
                           return;
                       }
                       client::PacketStream stream = client::parsePacketStream(*result);
                       m_streamIsWhole = stream.more;
                       m_streamView->showStream(std::move(stream));
                   });
}

/// Something was said in it, where the followed packet was seen.
bool PacketsDock::isOfStream(const filter::PacketHead &head) const
{
    return m_followed && head.stream == m_followed->stream && head.layers.has(filter::Layer::tcp) == m_followed->layers.has(filter::Layer::tcp)
        && head.link == m_followed->link && head.payloadLength > 0 && !head.isDropped();
}

/// More is said in the stream that somebody reads. The last packet stands for it: the engine forgets the first ones.
void PacketsDock::streamGrows(const std::vector<filter::PacketHead> &heads)
{
    if (!m_followed || m_streamIsWhole || m_tabs->currentWidget() != m_streamView)
        return;
    const auto last = std::find_if(heads.rbegin(), heads.rend(), [this](const filter::PacketHead &head) { return isOfStream(head); });
    if (last == heads.rend())
        return;
    m_followed = *last;
    if (!m_streamTimer.isActive())
        m_streamTimer.start();
}

/// Another way was taken, or one is shown that was taken before: what is later than that time has not been.
void PacketsDock::cutAfter(base::TimePoint time)
{
    m_list->cutAfter(time);
    m_wayView->cutAfter(time);
    if (m_wayView->isEmpty() && !m_session.status().replay)
        m_wayOf = 0; // that number may become another packet's
    if (m_streamView->cutAfter(time))
        m_streamIsWhole = false;
    if (!m_followed || m_followed->time <= time)
        return;
    m_followed->number = 0;
    m_followed->time = time;
    for (int row = m_list->rowCount() - 1; row >= 0; --row)
        if (isOfStream(m_list->at(row))) {
            m_followed = m_list->at(row);
            return;
        }
}

void PacketsDock::pickPacket(std::uint64_t number)
{
    if (const int row = m_list->rowOf(number); row >= 0) {
        m_view->selectRow(row);
        m_view->scrollTo(m_list->index(row, std::max(m_view->columnAt(0), 0)));
    }
}

void PacketsDock::openInWireshark()
{
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (rows.size() > kMostForWireshark)
        rows = rows.mid(0, kMostForWireshark);
    client::Json numbers = client::Json::array();
    for (const QModelIndex &row : rows)
        numbers.push_back(m_list->at(row.row()).number);
    m_session.call("packets.bytes", {{"numbers", std::move(numbers)}}, this, [this](const client::EngineSession::Result &result) {
        if (!result) {
            emit failed(client::messageOf(result.error()));
            return;
        }
        auto frames = client::parsePacketFrames(*result);
        std::stable_sort(frames.begin(), frames.end(), [](const auto &a, const auto &b) { return a.time < b.time; });
        QFile file(m_files.filePath(QStringLiteral("packets-%1.pcap").arg(++m_fileCount)));
        if (!file.open(QIODevice::WriteOnly) || file.write(pcapOf(frames)) < 0) {
            emit failed(tr("The packets cannot be written to a file: %1").arg(file.errorString()));
            return;
        }
        file.close();
        if (!QProcess::startDetached(m_wireshark, {file.fileName()}))
            emit failed(tr("Wireshark could not be started."));
    });
}

void PacketsDock::updateCount()
{
    QString text = tr("%L1 of %L2").arg(m_list->rowCount()).arg(m_list->packetCount());
    if (m_leftOut > 0)
        text += tr(", %L1 left out").arg(m_leftOut);
    if (const int later = m_list->rowCount() - m_list->firstLater(); later > 0)
        text += tr(", %L1 later than this moment").arg(later);
    m_count->setText(text);
    m_count->setToolTip(tr("%L1 packets passed; of those too many for the eye an even selection is listed").arg(m_seen));
}

void PacketsDock::updateButtons()
{
    const bool any = picked().has_value() && m_session.isConnected();
    m_follow->setEnabled(any);
    m_stream->setEnabled(picked().has_value());
    m_open->setEnabled(any && !m_wireshark.isEmpty());
    m_open->setToolTip(m_wireshark.isEmpty() ? tr("Wireshark is not installed") : tr("Open the selected packets in Wireshark"));
}

} // namespace hopyard::docks
