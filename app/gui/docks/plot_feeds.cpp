// See plot_feeds.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/plot_feeds.h"

#include "app/gui/client/engine_session.h"
#include "app/gui/client/json_fields.h"
#include "app/gui/inspect/tcp_plots.h"

#include <map>

namespace hopyard::docks {

using client::EngineSession;
using client::TcpValue;
using plot::Colour;
using plot::Style;

namespace {

constexpr double kRateSeconds = 0.1; ///< of lab time, the least that a rate is of

double secondsOf(base::TimePoint time) { return client::RunMoment::seconds(time); }

/// A counter's growth over lab time; or, where it may fall, that of anything.
class Growth {
public:
    explicit Growth(bool mayFall = false) : m_mayFall(mayFall) {}
    /// A second, once enough time has passed since the last answer.
    std::optional<double> add(double time, double count)
    {
        if (!m_before || time < m_before->first || (count < m_before->second && !m_mayFall)) {
            m_before = {time, count};
            return std::nullopt;
        }
        const double passed = time - m_before->first;
        if (passed < kRateSeconds)
            return std::nullopt;
        const double rate = (count - m_before->second) / passed;
        m_before = {time, count};
        return rate;
    }
    void forget() { m_before.reset(); }

private:
    std::optional<std::pair<double, double>> m_before; ///< time, count
    bool m_mayFall;
};

class LinkFeed final : public PlotFeed {
public:
    LinkFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot) :
        PlotFeed(plot), m_session(session), m_end(choice.place), m_quantity(choice.quantity)
    {
        findLink();
        connect(&session, &EngineSession::topologyChanged, this, &LinkFeed::findLink);
        connect(&session, &EngineSession::telemetry, this, &LinkFeed::take);
    }
    void forget() override
    {
        for (Way &way : m_ways)
            way = {};
        m_known = false;
        if (!m_link.isValid() || !m_session.status().isAlive())
            return;
        // Telemetry tells of what changes; how it stands is asked once.
        m_session.call("link.counters", {{"link", m_end.toStdString()}}, this, [this](const EngineSession::Result &result) {
            if (!result)
                return;
            if (const rpc::Json *links = rpc::member(*result, "links"))
                for (const client::LinkCounters &counters : client::parseLinkCounters(*links))
                    takeCounters(counters);
            m_known = true;
        });
    }

private:
    struct Way {
        client::Counters counters;
        Growth growth, other;
    };
    void findLink()
    {
        const base::LinkId before = m_link;
        m_link = {};
        for (const client::LinkInfo &link : m_session.topology().links) {
            if (toString(link.a) != m_end.toStdString() && toString(link.b) != m_end.toStdString())
                continue;
            m_link = link.id;
            if (plot().lines().empty()) {
                const QString a = QString::fromStdString(link.a.node), b = QString::fromStdString(link.b.node);
                plot().addLine(tr("%1 to %2").arg(a, b), Colour::blue, lineStyle());
                plot().addLine(tr("%1 to %2").arg(b, a), Colour::orange, lineStyle());
            }
        }
        if (m_link.isValid() && m_link != before)
            forget();
    }
    Style lineStyle() const { return m_quantity.startsWith(QLatin1String("queue")) ? Style::step : Style::line; }
    void takeCounters(const client::LinkCounters &counters)
    {
        if (counters.id != m_link)
            return;
        m_ways[0].counters = counters.forward;
        m_ways[1].counters = counters.backward;
    }
    void take(const client::Batch &batch)
    {
        for (const client::LinkCounters &counters : batch.links)
            takeCounters(counters);
        if (!m_known || plot().lines().size() < 2)
            return;
        for (int i = 0; i < 2; ++i)
            if (const auto value = valueOf(m_ways[i], secondsOf(batch.now)))
                plot().add(i, secondsOf(batch.now), *value);
    }
    std::optional<double> valueOf(Way &way, double time)
    {
        const client::Counters &c = way.counters;
        if (m_quantity == QLatin1String("rate")) {
            const auto rate = way.growth.add(time, static_cast<double>(c.bytes));
            return rate ? std::optional(*rate * 8) : std::nullopt;
        }
        if (m_quantity == QLatin1String("packets"))
            return way.growth.add(time, static_cast<double>(c.packets));
        if (m_quantity == QLatin1String("drops"))
            return way.growth.add(time, static_cast<double>(c.dropped));
        if (m_quantity == QLatin1String("loss")) {
            const auto lost = way.growth.add(time, static_cast<double>(c.dropped));
            const auto came = way.other.add(time, static_cast<double>(c.packets));
            return lost && came ? std::optional(*lost + *came > 0 ? 100 * *lost / (*lost + *came) : 0.0) : std::nullopt;
        }
        return static_cast<double>(m_quantity == QLatin1String("queue") ? c.queuedBytes : c.queuedPackets);
    }

    EngineSession &m_session;
    QString m_end;
    QString m_quantity;
    base::LinkId m_link;
    Way m_ways[2];
    bool m_known = false; ///< how the counters stand
};

class ConnectionFeed final : public PlotFeed {
public:
    ConnectionFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot) : PlotFeed(plot), m_watch(session, 0)
    {
        const QString &quantity = choice.quantity;
        if (quantity == QLatin1String("congestion"))
            m_values = {{TcpValue::slowStartThreshold, tr("threshold"), Style::step}, {TcpValue::congestionWindow, tr("window"), Style::line}};
        else if (quantity == QLatin1String("windows"))
            m_values = {{TcpValue::sendWindow, tr("the peer's"), Style::step}, {TcpValue::receiveWindow, tr("its own"), Style::step}};
        else if (quantity == QLatin1String("flight"))
            m_values = {{TcpValue::inFlight, tr("in flight"), Style::line}};
        else if (quantity == QLatin1String("rtt"))
            m_values = {{TcpValue::smoothedRtt, tr("smoothed"), Style::line}, {TcpValue::latestRtt, tr("latest"), Style::points}};
        else if (quantity == QLatin1String("rto"))
            m_values = {{TcpValue::rto, tr("time-out"), Style::step}};
        else if (quantity == QLatin1String("delivery"))
            m_values = {{TcpValue::deliveryRate, tr("delivered"), Style::line, 8}};
        else
            m_values = {{TcpValue::retransmissions, tr("sent again"), Style::step}};
        int colour = 0;
        for (const Value &value : m_values)
            plot.addLine(value.name, plot::lineColour(colour++), value.style);
        m_bands = quantity == QLatin1String("congestion");
        connect(&m_watch, &client::TcpWatch::arrived, this, &ConnectionFeed::take);
        m_watch.watch(choice.connection());
    }

private:
    struct Value {
        TcpValue value;
        QString name;
        Style style;
        double factor = 1;
    };
    void take(const client::TcpBatch &batch)
    {
        for (const client::TcpSample &sample : batch.samples) {
            const double time = secondsOf(sample.time);
            for (std::size_t i = 0; i < m_values.size(); ++i)
                if (const auto value = sample.at(m_values[i].value))
                    plot().add(static_cast<int>(i), time, *value * m_values[i].factor);
            if (m_bands)
                plot().setState(time, inspect::TcpPlots::nameOfPhase(sample.phase), inspect::TcpPlots::colourOfPhase(sample.phase));
        }
    }

    client::TcpWatch m_watch;
    std::vector<Value> m_values;
    bool m_bands = false;
};

/// How long ago the routes of a node, or of any, changed last: falls to nothing with each change, and grows once they stand.
class ConvergenceFeed final : public PlotFeed {
public:
    ConvergenceFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot) : PlotFeed(plot), m_session(session), m_node(choice.place.toStdString())
    {
        plot.addLine(tr("unchanged for"), Colour::blue, Style::line);
    }
    void forget() override
    {
        m_after = -1;
        m_last.reset();
    }
    void poll() override
    {
        if (m_asking)
            return;
        m_asking = true;
        m_session.call("history.get", {{"after", m_after}, {"revision", m_revision}}, this, [this](const EngineSession::Result &result) {
            m_asking = false;
            if (result)
                take(*result);
        });
    }

private:
    void take(const rpc::Json &answer)
    {
        const std::int64_t revision = rpc::intMember(answer, "revision").value_or(0);
        if (revision != m_revision) {
            m_revision = revision;
            m_last.reset();
        }
        const double now = secondsOf(m_session.status().now);
        client::fields::forEach(answer, "marks", [this, now](const rpc::Json &mark) {
            if (!mark.is_array() || mark.size() < 4)
                return;
            const std::int64_t ns = client::fields::integerAt(mark, 0);
            m_after = std::max(m_after, ns);
            if (client::fields::textAt(mark, 1) != "route" || (!m_node.empty() && client::fields::textAt(mark, 2) != m_node))
                return;
            // Changes that follow each other closely are one mark: they end with its last.
            const double first = secondsOf(base::TimePoint::fromNs(ns));
            const double last = std::max(first, secondsOf(base::TimePoint::fromNs(client::fields::integerAt(mark, 5))));
            if (first > now)
                return;
            plot().add(0, first, m_last ? first - *m_last : 0);
            plot().add(0, first, 0);
            if (last <= now)
                plot().add(0, last, 0);
            m_last = last;
        });
        if (m_last && now >= *m_last)
            plot().add(0, now, now - *m_last);
    }

    EngineSession &m_session;
    std::string m_node;
    std::int64_t m_after = -1;
    std::int64_t m_revision = 0;
    std::optional<double> m_last;
    bool m_asking = false;
};

/// Lines that are there once something of theirs is.
class NamedGrowths {
public:
    explicit NamedGrowths(plot::Plot &plot) : m_plot(plot) {}
    void add(const std::string &name, double time, double count, double factor)
    {
        const auto found = m_lines.find(name);
        Line &line = found != m_lines.end() ? found->second : m_lines[name];
        if (const auto rate = line.growth.add(time, count)) {
            if (line.number < 0)
                line.number = m_plot.addLine(QString::fromStdString(name), plot::lineColour(m_count++));
            m_plot.add(line.number, time, *rate * factor);
        }
    }
    void forget()
    {
        for (auto &[name, line] : m_lines)
            line.growth.forget();
    }

private:
    struct Line {
        Growth growth;
        int number = -1;
    };
    plot::Plot &m_plot;
    std::map<std::string, Line> m_lines;
    int m_count = 0;
};

class DropsFeed final : public PlotFeed {
public:
    DropsFeed(EngineSession &session, plot::Plot &plot) : PlotFeed(plot), m_session(session), m_growths(plot) {}
    void forget() override { m_growths.forget(); }
    void poll() override
    {
        if (m_asking)
            return;
        m_asking = true;
        m_session.call("link.counters", rpc::Json::object(), this, [this](const EngineSession::Result &result) {
            m_asking = false;
            const rpc::Json *drops = result ? rpc::member(*result, "drops") : nullptr;
            if (!drops || !drops->is_object())
                return;
            const double now = secondsOf(m_session.status().now);
            for (const auto &[reason, count] : drops->items())
                if (count.is_number())
                    m_growths.add(reason, now, count.get<double>(), 1);
        });
    }

private:
    EngineSession &m_session;
    NamedGrowths m_growths;
    bool m_asking = false;
};

class ProcessorFeed final : public PlotFeed {
public:
    ProcessorFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot) :
        PlotFeed(plot), m_session(session), m_node(choice.place.toStdString()), m_growths(plot)
    {
    }
    void forget() override { m_growths.forget(); }
    void poll() override
    {
        if (m_asking)
            return;
        m_asking = true;
        m_session.call("hypervisor.guests", {{"node", m_node}}, this, [this](const EngineSession::Result &result) {
            m_asking = false;
            if (!result)
                return;
            const double now = secondsOf(m_session.status().now);
            for (const client::GuestInfo &guest : client::parseGuests(*result).guests)
                m_growths.add(guest.name, now, guest.used.inSeconds(), 100);
        });
    }

private:
    EngineSession &m_session;
    std::string m_node;
    NamedGrowths m_growths;
    bool m_asking = false;
};

/// Of the pages of a hypervisor, how many are what.
class PagesFeed final : public PlotFeed {
public:
    PagesFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot)
        : PlotFeed(plot), m_session(session), m_node(choice.place.toStdString())
    {
    }
    void forget() override { ++m_round; }
    void poll() override
    {
        if (m_asking)
            return;
        m_asking = true;
        m_session.call("hypervisor.buffers", {{"node", m_node}}, this,
                       [this, round = m_round](const EngineSession::Result &result) {
                           m_asking = false;
                           const rpc::Json *counts =
                               result && round == m_round ? rpc::member(*result, "counts") : nullptr;
                           if (!counts || !counts->is_object())
                               return;
                           const double now = secondsOf(m_session.status().now);
                           for (const auto &[state, count] : counts->items()) {
                               if (!count.is_number() || state == "free")
                                   continue; // most are, and the others would not be seen beside them
                               const auto [found, isNew] = m_lines.try_emplace(state, 0);
                               if (isNew)
                                   found->second = plot().addLine(
                                       QString::fromStdString(state),
                                       plot::lineColour(static_cast<int>(m_lines.size()) - 1), Style::step);
                               plot().add(found->second, now, count.get<double>());
                           }
                       });
    }

private:
    EngineSession &m_session;
    std::string m_node;
    std::map<std::string, int> m_lines;
    int m_round = 0;
    bool m_asking = false;
};

/// What carrying packets costs a hypervisor, over all ways of doing it.
class CarryingFeed final : public PlotFeed {
public:
    CarryingFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot)
        : PlotFeed(plot), m_session(session), m_node(choice.place.toStdString()), m_growths(plot)
    {
    }
    void forget() override { m_growths.forget(); }
    void poll() override
    {
        if (m_asking)
            return;
        m_asking = true;
        m_session.call("hypervisor.costs", {{"node", m_node}}, this, [this](const EngineSession::Result &result) {
            m_asking = false;
            if (!result)
                return;
            const double now = secondsOf(m_session.status().now);
            const client::CarryCosts costs = client::parseCarryCosts(*result);
            for (const auto &[name, count] :
                 {std::pair(tr("copies"), costs.copies), {tr("maps"), costs.maps}, {tr("pages cleared"), costs.clears}})
                m_growths.add(name.toStdString(), now, static_cast<double>(count), 1);
        });
    }

private:
    EngineSession &m_session;
    std::string m_node;
    NamedGrowths m_growths;
    bool m_asking = false;
};

/// What a node's programs, or a machine's, take of this computer's processors: by its clock, over the lab's time.
class LoadFeed final : public PlotFeed {
public:
    LoadFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot)
        : PlotFeed(plot), m_session(session), m_node(choice.place.toStdString())
    {
        plot.addLine(tr("processor time"), Colour::blue, Style::line);
    }
    void forget() override { m_growth.forget(); }
    void poll() override
    {
        if (m_asking)
            return;
        m_asking = true;
        m_session.call("node.load", {{"node", m_node}}, this, [this](const EngineSession::Result &result) {
            m_asking = false;
            const auto used = result ? rpc::intMember(*result, "usedNs") : std::nullopt;
            const auto at = result ? rpc::intMember(*result, "atNs") : std::nullopt;
            const auto now = result ? rpc::intMember(*result, "now") : std::nullopt;
            if (!used || !at || !now)
                return;
            if (const auto share = m_growth.add(static_cast<double>(*at) / 1e9, static_cast<double>(*used) / 1e9))
                plot().add(0, secondsOf(base::TimePoint::fromNs(*now)), *share * 100);
        });
    }

private:
    EngineSession &m_session;
    std::string m_node;
    Growth m_growth;
    bool m_asking = false;
};

/// A number that stands in a table, asked for again and again.
class CellFeed final : public PlotFeed {
public:
    CellFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot)
        : PlotFeed(plot), m_session(session), m_cell(choice.cell()),
          m_scale(inspect::scaleOf(m_cell, choice.perSecond)), m_perSecond(choice.perSecond), m_growth(m_scale.mayFall)
    {
        plot.addLine(m_cell.what(), Colour::blue, m_perSecond ? Style::line : Style::step);
    }
    void forget() override
    {
        ++m_round; // what is under way is of another moment
        m_growth.forget();
    }
    void poll() override
    {
        if (m_asking)
            return;
        m_asking = true;
        inspect::askCells(m_session, m_cell, this, [this, round = m_round](const inspect::CellTable *table) {
            m_asking = false;
            const auto number = table && round == m_round ? table->at(m_cell) : std::nullopt;
            if (!number)
                return;
            const double now = secondsOf(table->now);
            if (const auto value = m_perSecond ? m_growth.add(now, *number) : number)
                plot().add(0, now, *value * m_scale.factor);
        });
    }

private:
    EngineSession &m_session;
    inspect::CellPlace m_cell;
    inspect::CellScale m_scale;
    bool m_perSecond;
    Growth m_growth;
    int m_round = 0;
    bool m_asking = false;
};

} // namespace

std::unique_ptr<PlotFeed> makeFeed(const PlotChoice &choice, EngineSession &session, plot::Plot &plot)
{
    switch (choice.subject) {
    case PlotSubject::link: return std::make_unique<LinkFeed>(choice, session, plot);
    case PlotSubject::connection: return std::make_unique<ConnectionFeed>(choice, session, plot);
    case PlotSubject::node:
        if (choice.quantity == QLatin1String("cpu"))
            return std::make_unique<ProcessorFeed>(choice, session, plot);
        if (choice.quantity == QLatin1String("pages"))
            return std::make_unique<PagesFeed>(choice, session, plot);
        if (choice.quantity == QLatin1String("carrying"))
            return std::make_unique<CarryingFeed>(choice, session, plot);
        if (choice.quantity == QLatin1String("load"))
            return std::make_unique<LoadFeed>(choice, session, plot);
        return std::make_unique<ConvergenceFeed>(choice, session, plot);
    case PlotSubject::cell: return std::make_unique<CellFeed>(choice, session, plot);
    case PlotSubject::network:
        if (choice.quantity == QLatin1String("drops"))
            return std::make_unique<DropsFeed>(session, plot);
        return std::make_unique<ConvergenceFeed>(choice, session, plot);
    }
    return nullptr;
}

} // namespace hopyard::docks
