// See sharkd.h. A node of its tree: "l" label, "h" [first byte, length], "f" a display filter ("ip.ttl == 64") and "ds"
// the data that the bytes are of (absent: the frame), "n" what belongs to it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/sharkd.h"

#include "app/gui/docks/pcap_file.h"

#include <QFile>
#include <QStandardPaths>

#include <utility>

namespace hopyard::docks {

namespace {

constexpr int kDeepest = 32; ///< nothing of a packet's is nested deeper

void addFields(std::vector<client::PacketField> &out, const rpc::Json &nodes, int depth)
{
    if (!nodes.is_array() || depth > kDeepest)
        return;
    for (const rpc::Json &node : nodes) {
        client::PacketField field;
        field.depth = depth;
        field.label = rpc::stringMember(node, "l").value_or("");
        const std::string filter = rpc::stringMember(node, "f").value_or("");
        field.name = filter.substr(0, filter.find(' '));
        const rpc::Json *bytes = rpc::member(node, "h");
        // Bytes of something put together, as of a reassembled stream, are none of the frame's.
        if (bytes && bytes->is_array() && bytes->size() == 2 && !rpc::member(node, "ds") && (*bytes)[0].is_number_unsigned()
            && (*bytes)[1].is_number_unsigned()) {
            field.offset = (*bytes)[0].get<std::uint32_t>();
            field.length = (*bytes)[1].get<std::uint32_t>();
        }
        out.push_back(std::move(field));
        if (const rpc::Json *inside = rpc::member(node, "n"))
            addFields(out, *inside, depth + 1);
    }
}

} // namespace

std::vector<client::PacketField> parseSharkdTree(const rpc::Json &result)
{
    std::vector<client::PacketField> fields;
    if (const rpc::Json *tree = rpc::member(result, "tree"))
        addFields(fields, *tree, 0);
    return fields;
}

Sharkd::Sharkd(QObject *parent) : QObject(parent), m_program(QStandardPaths::findExecutable(QStringLiteral("sharkd")))
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(kIdleMs);
    connect(&m_idle, &QTimer::timeout, this, &Sharkd::end);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        end();
        finish({{}, tr("Wireshark's dissector does not answer.")});
    });
}

Sharkd::~Sharkd() { end(); }

void Sharkd::dissect(std::vector<client::PacketFrame> frames, Reply reply)
{
    m_next = Question{std::move(frames), std::move(reply)};
    if (!m_asked)
        begin();
}

void Sharkd::begin()
{
    if (!m_next)
        return;
    m_asked = std::exchange(m_next, std::nullopt);
    m_idle.stop();
    if (!isInstalled()) {
        finish({{}, tr("Wireshark's dissector (sharkd) is not installed.")});
        return;
    }
    if (!m_process) {
        m_process = new QProcess(this);
        m_process->setProgram(m_program);
        m_process->setArguments({QStringLiteral("-")});
        m_process->setStandardErrorFile(QProcess::nullDevice());
        connect(m_process, &QProcess::readyReadStandardOutput, this, &Sharkd::readLines);
        const auto gone = [this, process = m_process] {
            if (process != m_process)
                return; // ended by us
            end();
            if (m_asked)
                finish({{}, tr("Wireshark's dissector has ended unexpectedly.")});
        };
        connect(m_process, &QProcess::finished, this, gone);
        connect(m_process, &QProcess::errorOccurred, this, [gone](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                gone();
        });
        m_process->start();
    }
    ask(*m_asked);
}

void Sharkd::ask(const Question &question)
{
    QFile file(m_files.filePath(QStringLiteral("packet.pcap")));
    if (question.frames.empty() || !file.open(QIODevice::WriteOnly) || file.write(pcapOf(question.frames)) < 0) {
        finish({{}, tr("The packet cannot be written to a file: %1").arg(file.errorString())});
        return;
    }
    file.close();
    const auto line = [this](const char *method, rpc::Json params) {
        const std::string text = rpc::printJson(
            {{"jsonrpc", "2.0"}, {"id", ++m_id}, {"method", method}, {"params", std::move(params)}});
        m_process->write(text.data(), static_cast<qint64>(text.size()));
        m_process->write("\n");
    };
    line("load", {{"file", file.fileName().toStdString()}});
    line("frame", {{"frame", question.frames.size()}, {"proto", true}});
    m_patience.start();
}

void Sharkd::readLines()
{
    while (m_process && m_process->canReadLine())
        take(m_process->readLine());
}

void Sharkd::take(const QByteArray &line)
{
    const auto answer = rpc::parseJson(line.toStdString());
    if (!answer || !m_asked || rpc::intMember(*answer, "id") != m_id)
        return; // of a load, or of a question whose time is over
    if (const rpc::Json *result = rpc::member(*answer, "result"))
        finish({parseSharkdTree(*result), {}});
    else
        finish({{}, tr("Wireshark's dissector refuses the packet.")});
}

void Sharkd::finish(const Answer &answer)
{
    m_patience.stop();
    m_idle.start();
    if (const auto asked = std::exchange(m_asked, std::nullopt))
        asked->reply(answer);
    begin();
}

void Sharkd::end()
{
    m_idle.stop();
    if (!m_process)
        return;
    QProcess *process = std::exchange(m_process, nullptr);
    process->disconnect(this);
    process->setParent(nullptr);
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    if (process->state() == QProcess::NotRunning)
        process->deleteLater();
    else
        process->kill();
}

} // namespace hopyard::docks
