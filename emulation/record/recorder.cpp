// The driver's half of the recorder: copies events into batches; see recorder.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/record/recorder.h"

#include "emulation/record/batch.h"
#include "emulation/record/queue.h"
#include "emulation/record/writer.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <thread>

namespace hopyard::record {

namespace trace = base::trace;

namespace {

std::uint32_t size32(std::size_t n) { return static_cast<std::uint32_t>(n); }

/// There is room for the headers of as many packets as a batch has.
void keepHeader(Batch &batch, PacketRow &row, base::Bytes bytes)
{
    const Headers headers = headersOf(bytes);
    row.length = size32(bytes.size());
    row.protocol = headers.protocol;
    row.headerLength = static_cast<std::uint8_t>(headers.size);
    row.header = size32(batch.headersUsed);
    if (headers.size != 0)
        std::memcpy(batch.headers.get() + batch.headersUsed, bytes.data(), headers.size);
    batch.headersUsed += headers.size;
}

} // namespace

class Recorder::Impl {
public:
    Impl(std::unique_ptr<Writer> writer, const Options &options)
        : m_options(options), m_queue(std::max<std::size_t>(2, options.memory / Batch::kMemory)),
          m_writer(std::move(writer)), m_batch(std::make_unique<Batch>()), m_thread([this] { m_writer->run(m_queue); })
    {
    }
    ~Impl() { close(m_last); }

    void event(std::int64_t time, const trace::Event &event);
    void describe(std::int64_t time, std::vector<NodeRow> nodes, std::vector<LinkRow> links);
    void result(ResultRow row);
    void input(const world::Input &input);
    void snapshot(SnapshotRow row);
    void bookmark(BookmarkRow row);
    void flush();
    void close(std::int64_t end);
    std::optional<std::string> takeNotice();
    std::optional<base::Error> takeFailure();
    Totals totals() const;
    const Options &options() const { return m_options; }

private:
    bool hasRoom(std::int64_t time, std::size_t text = 0);
    void give();
    void sent(std::int64_t time, const trace::PacketSent &e);
    void scheduled(std::int64_t time, const trace::PacketScheduled &e);
    void dropped(std::int64_t time, const trace::PacketDropped &e);
    void other(std::int64_t time, const trace::Event &event);
    std::string keepRouteFiles(const world::RouteFiles &files);
    bool isOpenCrossing(base::LinkId link, base::Direction direction, std::uint64_t packetId) const;
    void keep(std::string_view text, std::uint32_t &offset, std::uint32_t &length);

    const Options m_options;
    BatchQueue m_queue;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<Batch> m_batch; // null while the writer has fallen behind, and after close()
    bool m_crossing = false;        // the last packet row is a crossing whose outcome has not been told yet
    bool m_closed = false;
    bool m_failureTaken = false;
    bool m_noticeTaken = false;
    std::int64_t m_last = 0;
    std::uint64_t m_lost = 0;     // events and packets that found no room
    std::uint64_t m_lostSaid = 0; // of those, how many the record tells of
    std::uint64_t m_frames = 0;     // bytes of frames from outside
    std::uint64_t m_snapshots = 0;  // bytes of them
    std::vector<RouteFileRow> m_routeFiles; // that are in the record
    bool m_inputsMissing = false;   // since the last one that was kept
    std::uint64_t m_given = 0;    // events and packets put into batches
    std::thread m_thread;
};

bool Recorder::Impl::hasRoom(std::int64_t time, std::size_t text)
{
    const bool full = !m_batch || m_batch->packets.size() == Batch::kPackets
        || m_batch->events.size() + 1 >= Batch::kEvents || m_batch->text.size() + text > Batch::kText
        || m_batch->inputBytes > Batch::kInputBytes;
    if (full || m_closed || m_writer->hasFailed()) {
        m_crossing = false;
        if (m_batch && !m_closed && !m_writer->hasFailed())
            give();
        m_last = time;
        if (!m_batch && !m_closed && !m_writer->hasFailed())
            m_batch = m_queue.take(m_options.overload == Overload::wait);
        if (!m_batch || m_closed || m_writer->hasFailed()) {
            ++m_lost;
            return false;
        }
    }
    m_last = time;
    if (m_lost != m_lostSaid) {
        EventRow &row = m_batch->events.emplace_back();
        row.time = time;
        row.kind = kLostKind;
        row.packetId = m_lost - m_lostSaid;
        m_lostSaid = m_lost;
    }
    ++m_given;
    return true;
}

void Recorder::Impl::give()
{
    m_batch->until = m_last;
    m_queue.give(std::move(m_batch));
}

bool Recorder::Impl::isOpenCrossing(base::LinkId link, base::Direction direction, std::uint64_t packetId) const
{
    if (!m_crossing)
        return false;
    const PacketRow &last = m_batch->packets.back();
    return last.link == link && last.direction == direction && last.packetId == packetId;
}

void Recorder::Impl::event(std::int64_t time, const trace::Event &event)
{
    if (const auto *e = std::get_if<trace::PacketSent>(&event))
        sent(time, *e);
    else if (const auto *s = std::get_if<trace::PacketScheduled>(&event))
        scheduled(time, *s);
    else if (const auto *d = std::get_if<trace::PacketDropped>(&event))
        dropped(time, *d);
    else
        other(time, event);
}

void Recorder::Impl::sent(std::int64_t time, const trace::PacketSent &e)
{
    if (!hasRoom(time))
        return;
    PacketRow &row = m_batch->packets.emplace_back();
    row.time = time;
    row.link = e.link;
    row.direction = e.direction;
    row.packetId = e.packetId;
    keepHeader(*m_batch, row, e.bytes);
    m_crossing = true;
}

void Recorder::Impl::scheduled(std::int64_t time, const trace::PacketScheduled &e)
{
    // The link tells what becomes of a frame right after it was sent; a second telling is a duplicate.
    if (!isOpenCrossing(e.link, e.direction, e.packetId) || m_batch->packets.back().arrives >= 0) {
        if (!hasRoom(time))
            return;
        PacketRow &copy = m_batch->packets.emplace_back();
        copy.time = time;
        copy.link = e.link;
        copy.direction = e.direction;
        copy.packetId = e.packetId;
        copy.length = e.size;
        copy.place = Place::copy;
        m_crossing = true;
    }
    PacketRow &row = m_batch->packets.back();
    row.departs = e.departs.ns();
    row.arrives = e.arrives.ns();
}

void Recorder::Impl::dropped(std::int64_t time, const trace::PacketDropped &e)
{
    const bool atEntry = e.link.isValid() && isOpenCrossing(e.link, e.direction, e.packetId)
        && m_batch->packets.back().arrives < 0;
    if (!atEntry) {
        if (!hasRoom(time))
            return;
        PacketRow &row = m_batch->packets.emplace_back();
        row.time = time;
        row.link = e.link;
        row.direction = e.direction;
        row.packetId = e.packetId;
        keepHeader(*m_batch, row, e.bytes);
    }
    PacketRow &row = m_batch->packets.back();
    row.place = Place::dropped;
    row.reason = e.reason;
    row.node = e.node;
    m_crossing = false;
}

void Recorder::Impl::keep(std::string_view text, std::uint32_t &offset, std::uint32_t &length)
{
    const std::string_view kept = text.substr(0, Batch::kText - m_batch->text.size());
    offset = size32(m_batch->text.size());
    length = size32(kept.size());
    m_batch->text.append(kept);
}

void Recorder::Impl::other(std::int64_t time, const trace::Event &event)
{
    // What there is to keep of each kind; kinds that are packets' have been dealt with above.
    const auto fill = [this](EventRow &row, std::string_view word, std::string_view text) {
        keep(word, row.word, row.wordLength);
        keep(text, row.text, row.textLength);
    };
    const auto begin = [&](std::size_t text) -> EventRow * {
        if (!hasRoom(time, std::min(text, Batch::kText)))
            return nullptr;
        EventRow &row = m_batch->events.emplace_back();
        row.time = time;
        row.kind = event.index();
        return &row;
    };
    if (const auto *forwarded = std::get_if<trace::PacketForwarded>(&event)) {
        if (EventRow *row = begin(0)) {
            row->node = forwarded->node;
            row->packetId = forwarded->packetId;
            row->address = forwarded->destination;
            row->prefix = forwarded->matched;
            row->nextHop = forwarded->nextHop;
            row->port = forwarded->out;
        }
    } else if (const auto *neighbour = std::get_if<trace::NeighbourChanged>(&event)) {
        if (EventRow *row = begin(neighbour->state.size())) {
            row->node = neighbour->node;
            row->port = neighbour->port;
            row->address = neighbour->address;
            row->mac = neighbour->mac;
            fill(*row, neighbour->state, {});
        }
    } else if (const auto *route = std::get_if<trace::RouteChanged>(&event)) {
        if (EventRow *row = begin(route->protocol.size())) {
            row->node = route->node;
            row->prefix = route->prefix;
            row->flag = route->added;
            fill(*row, route->protocol, {});
        }
    } else if (const auto *interface = std::get_if<trace::InterfaceChanged>(&event)) {
        if (EventRow *row = begin(0)) {
            row->node = interface->node;
            row->port = interface->port;
            row->flag = interface->up;
        }
    } else if (const auto *link = std::get_if<trace::LinkChanged>(&event)) {
        if (EventRow *row = begin(0)) {
            row->link = link->link;
            row->flag = link->up;
        }
    } else if (const auto *node = std::get_if<trace::NodeChanged>(&event)) {
        if (EventRow *row = begin(node->state.size())) {
            row->node = node->node;
            fill(*row, node->state, {});
        }
    } else if (const auto *output = std::get_if<trace::ApplicationOutput>(&event)) {
        if (EventRow *row = begin(output->application.size() + output->line.size())) {
            row->node = output->node;
            fill(*row, output->application, output->line);
        }
    } else if (const auto *tcp = std::get_if<trace::TcpChanged>(&event)) {
        if (EventRow *row = begin(tcp->from.size() + tcp->to.size())) {
            row->node = tcp->node;
            row->address = tcp->local;
            row->nextHop = tcp->remote;
            row->packetId = std::uint64_t(tcp->localPort) << 16 | tcp->remotePort;
            fill(*row, tcp->from, tcp->to);
        }
    } else if (const auto *protocol = std::get_if<trace::ProtocolChanged>(&event)) {
        const std::string states = std::string(protocol->from) + '\n' + std::string(protocol->to);
        if (EventRow *row = begin(protocol->subject.size() + states.size())) {
            row->node = protocol->node;
            row->port = protocol->port;
            row->address = protocol->peer;
            fill(*row, protocol->subject, states);
        }
    } else if (const auto *run = std::get_if<trace::RoutesCalculated>(&event)) {
        if (EventRow *row = begin(run->protocol.size())) {
            row->node = run->node;
            row->packetId = std::uint64_t(run->vertices) << 32 | run->routes;
            row->number = run->changed;
            fill(*row, run->protocol, {});
        }
    } else if (const auto *step = std::get_if<trace::BufferStep>(&event)) {
        if (EventRow *row = begin(step->step.size() + step->guest.size())) {
            row->node = step->node;
            row->packetId = std::uint64_t(step->hostPage) << 32 | step->guestPage;
            fill(*row, step->step, step->guest);
        }
    } else if (const auto *guest = std::get_if<trace::GuestChanged>(&event)) {
        if (EventRow *row = begin(guest->guest.size() + guest->state.size())) {
            row->node = guest->node;
            fill(*row, guest->guest, guest->state);
        }
    } else if (const auto *move = std::get_if<trace::MigrationStep>(&event)) {
        const std::string what = (move->host.isValid() ? toString(move->host) : std::string()) + '\n' + std::string(move->detail);
        if (EventRow *row = begin(move->phase.size() + what.size())) {
            row->node = move->node;
            row->address = move->local;
            row->nextHop = move->remote;
            row->packetId = std::uint64_t(move->flow) << 32 | std::uint32_t(move->localPort) << 16 | move->remotePort;
            row->number = move->epoch;
            fill(*row, move->phase, what);
        }
    } else if (const auto *notice = std::get_if<trace::Notice>(&event)) {
        if (EventRow *row = begin(notice->text.size())) {
            row->node = notice->node;
            row->level = notice->level;
            fill(*row, {}, notice->text);
        }
    }
}

void Recorder::Impl::describe(std::int64_t time, std::vector<NodeRow> nodes, std::vector<LinkRow> links)
{
    if (!hasRoom(time))
        return;
    --m_given; // of these only events and packets are counted
    std::move(nodes.begin(), nodes.end(), std::back_inserter(m_batch->nodes));
    std::move(links.begin(), links.end(), std::back_inserter(m_batch->links));
}

void Recorder::Impl::result(ResultRow row)
{
    if (!hasRoom(row.time))
        return;
    --m_given;
    m_batch->results.push_back(std::move(row));
}

void Recorder::Impl::input(const world::Input &input)
{
    std::optional<InputRow> row = rowOf(input);
    if (!row)
        return;
    if (row->kind == "frame") {
        if (m_frames + row->bytes.size() > m_options.frames)
            row = rowOf({input.time, input.events, world::Input::Unknown{}});
        else
            m_frames += row->bytes.size();
    }
    if (m_inputsMissing && row->kind == "unknown")
        return; // once is enough
    if (!hasRoom(row->time)) {
        m_inputsMissing = true;
        return;
    }
    --m_given; // of these only events and packets are counted
    if (const auto *set = std::get_if<world::Input::RouteFilesSet>(&input.what))
        row->text = keepRouteFiles(*set->files);
    if (m_inputsMissing)
        m_batch->inputs.push_back(*rowOf({input.time, input.events, world::Input::Unknown{}}));
    m_inputsMissing = row->kind == "unknown";
    m_batch->inputBytes += row->bytes.size() + row->text.size() + sizeof(InputRow);
    m_batch->inputs.push_back(std::move(*row));
}

/// Their numbers in the record, with spaces between them; those that are not in it yet are written.
std::string Recorder::Impl::keepRouteFiles(const world::RouteFiles &files)
{
    std::string numbers;
    for (const auto &[file, routes] : files.files) {
        auto known = std::ranges::find_if(
            m_routeFiles, [&](const RouteFileRow &row) { return row.file == file && row.routes == routes; });
        if (known == m_routeFiles.end()) {
            m_routeFiles.push_back({static_cast<std::int64_t>(m_routeFiles.size()) + 1, file, routes});
            known = std::prev(m_routeFiles.end());
            m_batch->routeFiles.push_back(*known);
        }
        numbers += (numbers.empty() ? "" : " ") + std::to_string(known->id);
    }
    return numbers;
}

void Recorder::Impl::snapshot(SnapshotRow row)
{
    const std::uint64_t most =
        m_options.limit == 0 ? m_options.snapshots : std::min(m_options.snapshots, m_options.limit / 8);
    if (m_snapshots + row.data.size() > most || !hasRoom(row.time))
        return;
    --m_given;
    m_snapshots += row.data.size();
    m_batch->inputBytes += row.data.size(); // so that a batch does not grow without end
    m_batch->snapshots.push_back(std::move(row));
}

void Recorder::Impl::bookmark(BookmarkRow row)
{
    if (!hasRoom(m_last))
        return;
    --m_given;
    m_batch->bookmarks.push_back(std::move(row));
}

void Recorder::Impl::flush()
{
    if (!m_batch || m_closed || m_batch->isEmpty() || !m_queue.writerIsIdle())
        return;
    m_crossing = false;
    give();
    m_batch = m_queue.take(false);
}

std::optional<std::string> Recorder::Impl::takeNotice()
{
    if (m_noticeTaken || !m_writer->hasReachedLimit())
        return std::nullopt;
    m_noticeTaken = true;
    return m_writer->limitSentence();
}

std::optional<base::Error> Recorder::Impl::takeFailure()
{
    if (m_failureTaken || !m_writer->hasFailed())
        return std::nullopt;
    m_failureTaken = true;
    return m_writer->failure();
}

void Recorder::Impl::close(std::int64_t end)
{
    if (m_closed)
        return;
    m_closed = true;
    if (m_batch)
        give();
    m_queue.close();
    m_thread.join();
    m_writer->finish(end, totals().lost);
}

Totals Recorder::Impl::totals() const
{
    Totals totals = m_writer->committed();
    // Before the end, what waits for the writer is neither in the record nor lost.
    const bool over = m_closed || m_writer->hasFailed();
    totals.lost = m_lost + (over ? m_given - std::min(m_given, totals.packets + totals.events + totals.removed) : 0);
    return totals;
}

Recorder::Recorder(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Recorder::~Recorder() = default;

base::Result<std::unique_ptr<Recorder>, base::Error> Recorder::open(const std::string &path, const RunInfo &info,
                                                                    const Options &options)
{
    auto writer = Writer::open(path, info, options);
    if (!writer)
        return base::fail(writer.error());
    return std::unique_ptr<Recorder>(new Recorder(std::make_unique<Impl>(std::move(*writer), options)));
}

trace::Kinds Recorder::kinds() const
{
    trace::Kinds kinds = trace::kAllKinds & ~trace::kindOf<trace::PacketArrived>(); // its crossing says when
    if (!m_impl->options().forwarding)
        kinds &= ~trace::kindOf<trace::PacketForwarded>();
    return kinds;
}

void Recorder::event(base::TimePoint time, const trace::Event &event) { m_impl->event(time.ns(), event); }
void Recorder::describe(base::TimePoint time, std::vector<NodeRow> nodes, std::vector<LinkRow> links)
{
    m_impl->describe(time.ns(), std::move(nodes), std::move(links));
}
void Recorder::result(base::TimePoint time, base::NodeId node, base::LinkId link, std::string_view name,
                      std::string_view value)
{
    m_impl->result({time.ns(), node, link, std::string(name), std::string(value)});
}
void Recorder::input(const world::Input &input) { m_impl->input(input); }
void Recorder::snapshot(base::TimePoint time, base::NodeId node, std::string_view what, std::string data)
{
    m_impl->snapshot({time.ns(), node, std::string(what), std::move(data)});
}
void Recorder::bookmark(std::int64_t id, base::TimePoint time, std::optional<std::string> note)
{
    m_impl->bookmark({id, time.ns(), std::move(note)});
}
void Recorder::flush() { m_impl->flush(); }
std::optional<std::string> Recorder::takeNotice() { return m_impl->takeNotice(); }
std::optional<base::Error> Recorder::takeFailure() { return m_impl->takeFailure(); }
Totals Recorder::close(base::TimePoint end)
{
    m_impl->close(end.ns());
    return m_impl->totals();
}
Totals Recorder::totals() const { return m_impl->totals(); }

} // namespace hopyard::record
