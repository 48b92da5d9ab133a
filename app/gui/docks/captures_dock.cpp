// See captures_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/captures_dock.h"

#include "app/gui/docks/table_view.h"
#include "app/gui/docks/wireshark.h"
#include "app/gui/models/lab_rows.h"
#include "app/gui/theme/icon.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {
constexpr int kPollMs = 1000;
}

CapturesDock::CapturesDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_wireshark(findWireshark()), m_model(new models::TableModel(this)),
    m_view(new TableView(tr("Captures"), this)), m_empty(new QLabel(this)),
    m_start(new QPushButton(theme::icon(QStringLiteral("capture")), tr("Start…"), this)),
    m_stop(new QPushButton(theme::icon(QStringLiteral("stop")), tr("Stop"), this)),
    m_open(new QPushButton(theme::icon(QStringLiteral("open")), tr("Open in Wireshark"), this))
{
    setAccessibleName(tr("Captures"));
    m_model->setColumns(models::captureColumns());
    m_view->showTable(m_model);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(16, 16, 16, 16);
    m_empty->setAccessibleName(tr("No capture runs"));
    m_start->setAccessibleName(tr("Start a capture"));
    m_start->setToolTip(tr("Capture packets at an end of a link"));
    m_stop->setAccessibleName(tr("Stop the selected captures"));
    m_open->setAccessibleName(tr("Open the selected capture's file in Wireshark"));

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(6, 6, 6, 4);
    buttons->addWidget(m_start);
    buttons->addWidget(m_stop);
    buttons->addWidget(m_open);
    buttons->addStretch();
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(buttons);
    column->addWidget(body, 1);

    connect(m_start, &QPushButton::clicked, this, [this] { askAndStart({}); });
    connect(m_stop, &QPushButton::clicked, this, &CapturesDock::stopSelected);
    connect(m_open, &QPushButton::clicked, this, &CapturesDock::openSelected);
    connect(m_view, &TableView::selectedKeysChanged, this, &CapturesDock::update);
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &CapturesDock::ask);
    connect(&m_session, &client::EngineSession::stateChanged, this, &CapturesDock::stateChanged);
    connect(&m_session, &client::EngineSession::captureEnded, this, [this](qint64 id, const QString &reason) {
        const auto ended = std::find_if(m_captures.begin(), m_captures.end(), [id](const auto &c) { return c.id == id; });
        // Without a file it went to a Wireshark that the person has closed: no news.
        if (ended == m_captures.end() || !ended->file.empty())
            emit failed(tr("A capture has ended: %1").arg(reason));
        ask();
    });
    stateChanged();
}

QStringList CapturesDock::ends() const
{
    QStringList all;
    for (const client::LinkInfo &link : m_session.topology().links) {
        all += QString::fromStdString(toString(link.a));
        all += QString::fromStdString(toString(link.b));
    }
    return all;
}

void CapturesDock::askAndStart(const QString &end)
{
    if (!m_session.status().isAlive()) {
        emit failed(tr("Run the lab first: a capture needs packets."));
        return;
    }
    if (m_session.status().past) {
        emit failed(tr("A capture has what comes from now on, and a moment of the past is shown: go back to the present to start one."));
        return;
    }
    auto *dialog = new CaptureDialog(ends(), end, !m_wireshark.isEmpty(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CaptureDialog::wanted, this, [this, dialog](const CaptureRequest &request) {
        start(request, [guard = QPointer<CaptureDialog>(dialog)](const QString &error) {
            if (!guard)
                return;
            if (error.isEmpty())
                guard->accept();
            else
                guard->refuse(error);
        });
    });
    dialog->open();
}

void CapturesDock::openLive(const QString &end)
{
    if (m_wireshark.isEmpty() || !m_session.status().isAlive() || m_session.status().past) {
        askAndStart(end); // says what is missing, and offers a file
        return;
    }
    start({end, QStringLiteral("port"), {}, {}}, [this](const QString &error) {
        if (!error.isEmpty())
            emit failed(error);
    });
}

void CapturesDock::start(const CaptureRequest &request, const Done &done)
{
    client::Json params{{"at", request.at.toStdString()}, {"where", request.where.toStdString()}};
    if (!request.filter.isEmpty())
        params["filter"] = request.filter.toStdString();
    client::EngineSession::Descriptors descriptors;
    if (request.file.isEmpty()) {
        auto pipe = openInWireshark(m_wireshark);
        if (!pipe) {
            done(QString::fromStdString(pipe.error().message));
            return;
        }
        descriptors.push_back(std::move(*pipe));
    } else {
        params["file"] = request.file.toStdString();
    }
    m_session.call("capture.start", std::move(params), this,
                   [this, done](const client::EngineSession::Result &result) {
                       done(result ? QString() : client::messageOf(result.error()));
                       if (result) {
                           emit started();
                           ask();
                       }
                   },
                   std::move(descriptors));
}

void CapturesDock::stopSelected()
{
    for (const QString &key : m_view->selectedKeys())
        m_session.call("capture.stop", {{"capture", key.toLongLong()}}, this,
                       [this](const client::EngineSession::Result &result) {
                           if (!result && result.error().code != rpc::noSuchId)
                               emit failed(client::messageOf(result.error()));
                           ask();
                       });
}

void CapturesDock::openSelected()
{
    for (const QString &key : m_view->selectedKeys())
        for (const client::CaptureInfo &capture : m_captures)
            if (QString::number(capture.id) == key && !capture.file.empty()
                && !QProcess::startDetached(m_wireshark, {QString::fromStdString(capture.file)}))
                emit failed(tr("Wireshark could not be started."));
}

void CapturesDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    stateChanged();
}

void CapturesDock::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_poll.stop();
}

void CapturesDock::stateChanged()
{
    const bool alive = m_session.status().isAlive();
    if (!alive)
        take({});
    if (alive && isVisible()) {
        ask();
        m_poll.start();
    } else {
        m_poll.stop();
    }
    update();
}

void CapturesDock::ask()
{
    m_session.call("capture.list", client::Json::object(), this, [this](const client::EngineSession::Result &result) {
        if (const client::Json *list = result ? rpc::member(*result, "captures") : nullptr)
            take(client::parseCaptures(*list));
    });
}

void CapturesDock::take(const std::vector<client::CaptureInfo> &captures)
{
    m_captures = captures;
    m_model->setRows(models::captureRows(captures));
    if (captures.empty()) {
        m_empty->setText(m_session.status().isAlive()
                             ? tr("No capture runs. Start one here, or from the menu of a link.")
                             : tr("Run the lab to capture packets."));
        m_stack->setCurrentWidget(m_empty);
    } else {
        m_stack->setCurrentWidget(m_view);
    }
    update();
}

void CapturesDock::update()
{
    const QStringList selected = m_view->selectedKeys();
    const bool past = m_session.status().past;
    m_start->setEnabled(m_session.status().isAlive() && !past);
    m_start->setToolTip(past ? tr("Captures have what comes from now on; go back to the present to start one")
                             : tr("Capture packets at an end of a link"));
    m_stop->setEnabled(!selected.isEmpty());
    const bool hasFile = std::any_of(m_captures.begin(), m_captures.end(), [&](const client::CaptureInfo &c) {
        return selected.contains(QString::number(c.id)) && !c.file.empty();
    });
    m_open->setEnabled(hasFile && !m_wireshark.isEmpty());
    m_open->setToolTip(m_wireshark.isEmpty() ? tr("Wireshark is not installed") : tr("Open the capture's file"));
}

} // namespace hopyard::docks
