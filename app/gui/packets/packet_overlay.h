// Packets on the canvas: one overlay, one call of drawPixmapFragments for all dots, the bursts of drops, the legend; under them
// what links look like while the lab runs (link_pictures.h). A stream that is too fast for single dots is a flow.
//
// Paused, everything stands and no frame is asked for; with nothing under way the canvas' timer stops.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/packets/drop_kind.h"
#include "app/gui/packets/flight_store.h"
#include "app/gui/packets/flow_colours.h"
#include "app/gui/packets/link_load.h"
#include "app/gui/packets/link_meters.h"
#include "app/gui/packets/link_pictures.h"
#include "app/gui/packets/protocol_colours.h"
#include "app/gui/packets/thinning.h"
#include "app/gui/packets/world_clock.h"
#include "app/gui/scene/link_path.h"
#include "app/gui/view/overlay.h"

#include <array>
#include <functional>
#include <optional>
#include <QPainter>
#include <QPixmap>
#include <QString>
#include <QStringList>
#include <vector>

namespace hopyard::packets {

/// What the colour of a dot says.
enum class Colouring { protocol, flow };

class PacketOverlay final : public view::Overlay {
public:
    using WallClock = std::function<WorldClock::Wall()>;
    /// The wall clock is handed in, so that tests move it.
    explicit PacketOverlay(WallClock wall);

    void clear();
    /// The way of each link by the engine's number; nothing for a link that is not drawn.
    void setPaths(std::vector<std::optional<scene::LinkPath>> paths);
    /// Where the lights of each link stand, from the centres of the nodes at its ends, scene units; by the engine's number.
    void setLightPlaces(const std::vector<std::array<double, 2>> &places);
    struct LinkState {
        bool up = true;
        bool liveA = true, liveB = true; ///< the node at that end runs
    };
    void setLinkStates(const std::vector<LinkState> &states); ///< by the engine's number, as the paths
    struct NodePlace {
        std::optional<QPointF> at; ///< scene coordinates of its centre
        QString name;
    };
    void setNodePlaces(std::vector<NodePlace> places) { m_nodes = std::move(places); } ///< by the engine's number
    void setLinkNames(std::vector<QString> names) { m_names = std::move(names); } ///< "r1:eth0 – r2:eth0"
    void setLinkRates(std::vector<LinkLoads::Rates> rates) { m_loads.setRates(std::move(rates)); }
    void setDark(bool dark);
    void setShown(bool shown) { m_shown = shown; }
    bool isShown() const { return m_shown; }
    void setColouring(Colouring colouring);
    Colouring colouring() const { return m_colouring; }
    void setHeat(Heat heat);
    Heat heat() const { return m_heat; }
    void setLights(bool shown) { m_lights = shown; }
    bool areLightsShown() const { return m_lights; }
    void setQueues(bool shown) { m_queues = shown; }
    bool areQueuesShown() const { return m_queues; }
    void take(const client::Batch &batch);
    /// The links of a way that somebody follows, lit; empty: none.
    void setLit(std::vector<base::LinkId> links) { m_lit = std::move(links); }

    void paint(QPainter &painter, const view::ViewTransform &transform) override;
    bool isActive() const override;

    /// What the mark of a drop at that place of the viewport says; empty where there is none.
    QString tipAt(QPointF viewportPosition) const;
    const FlightStore &flights() const { return m_flights; }
    const WorldClock &clock() const { return m_clock; }
    const FlowColours &flows() const { return m_flowColours; }
    const LinkMeters &meters() const { return m_meters; }
    /// True where a direction's stream was last painted as a flow and not as dots.
    bool isDense(base::LinkId link, base::Direction direction) const;
    QStringList legendTexts() const; ///< what the legend names, for tests and accessibility
    QRectF legendBox() const { return m_legendBox; } ///< where it was last painted, in viewport pixels; empty: nowhere

private:
    struct Mark {
        QPointF at; ///< in viewport pixels, as last painted
        std::size_t drop;
    };
    const scene::LinkPath *pathOf(base::LinkId link) const;
    QPointF place(const scene::LinkPath &path, double progress, base::Direction direction,
                  const view::ViewTransform &transform) const;
    struct Chip {
        QColor colour;
        QString text;
        QString sign; ///< of a kind of drop; else a dot
        DotShape shape = DotShape::disc;
    };
    struct Dense {
        double density = 0;
        QColor colour;
    };
    int cellOf(const Flight &flight) const;
    std::vector<Chip> chips() const;
    void renderAtlas(double devicePixelRatio);
    void renderLegend(double devicePixelRatio);
    void findDense(const view::ViewTransform &transform);
    void paintFlows(QPainter &painter, const view::ViewTransform &transform);
    void paintLit(QPainter &painter, const view::ViewTransform &transform);
    void paintDots(QPainter &painter, const view::ViewTransform &transform, base::TimePoint shown);
    void paintDrops(QPainter &painter, const view::ViewTransform &transform, base::TimePoint shown);
    void paintLegend(QPainter &painter, const view::ViewTransform &transform);
    void placeLegend(const view::ViewTransform &transform);

    WallClock m_wall;
    WorldClock m_clock;
    double m_speed = 1; ///< the last that was not zero
    FlightStore m_flights;
    LinkLoads m_loads;
    LinkMeters m_meters;
    FlowColours m_flowColours;
    std::vector<std::optional<scene::LinkPath>> m_paths;
    std::vector<LinkPicture> m_pictures;
    std::vector<NodePlace> m_nodes;
    std::vector<std::array<Flight, 2>> m_lastStream; ///< of each link and direction
    std::vector<std::array<Dense, 2>> m_dense;
    std::array<bool, static_cast<std::size_t>(DropKind::other) + 1> m_dropKinds{};
    std::vector<QString> m_names;
    std::vector<base::LinkId> m_lit;
    std::vector<QPainter::PixmapFragment> m_fragments; // kept for its memory
    Thinning m_thinning;
    std::vector<Mark> m_marks;
    QPixmap m_atlas;
    double m_atlasRatio = 0;
    QPixmap m_legend;
    double m_legendRatio = 0;
    QStringList m_legendTexts; ///< what the picture of it says
    QRectF m_legendBox;
    std::size_t m_legendCorner = 0; ///< of kCorners
    struct LegendPlace {
        double scale = 0;
        QSize viewport;
        QSizeF legend;
        QPointF origin;
        bool operator==(const LegendPlace &) const = default;
    };
    LegendPlace m_legendPlaced; ///< for what it was placed
    bool m_dark = false;
    bool m_shown = true;
    bool m_alive = false; ///< something was told since clear()
    Colouring m_colouring = Colouring::protocol;
    Heat m_heat = Heat::busy;
    bool m_lights = true;
    bool m_queues = true;
};

} // namespace hopyard::packets
