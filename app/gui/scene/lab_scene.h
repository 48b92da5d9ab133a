// The picture of the document: one item for each node and link, brought up to date by the document's change events.
// Holds nothing that the document does not say but what is picked and what the engine reports about running nodes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/link_path.h"

#include <QGraphicsScene>
#include <QString>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::document {
class LabDocument;
}

namespace hopyard::scene {

class NodeItem;
class LinkItem;

/// What the light of a node says.
enum class NodeState {
    none,     ///< the lab is not running: no light
    starting,
    running,
    stopped,  ///< switched off in a lab that runs
    failed,
};

class LabScene final : public QGraphicsScene {
    Q_OBJECT

public:
    explicit LabScene(document::LabDocument &document, QObject *parent = nullptr);
    ~LabScene() override;

    // --- where things are ---
    std::optional<LinkPath> linkPath(const document::LinkEnds &ends) const;
    /// The path of the link plugged at that end; `from` is the link's end a as the lab names it.
    std::optional<LinkPath> linkPath(const lab::End &end) const;
    NodeItem *nodeItem(const std::string &name) const;
    LinkItem *linkItem(const document::LinkEnds &ends) const;
    NodeItem *nodeAt(const QPointF &scenePosition) const;
    /// The link within `reach` scene units.
    LinkItem *linkAt(const QPointF &scenePosition, double reach) const;
    QRectF contentRect() const; ///< of all items; empty for an empty lab

    // --- what is picked ---
    document::Picked picked() const;
    void pick(const document::Picked &picked);
    void pickNode(const std::string &name);
    void pickAll();
    void pickNone();

    // --- what runs (told by the engine's client) ---
    void setNodeState(const std::string &name, NodeState state);
    void clearNodeStates();

    /// Colours changed: paint everything anew.
    void refreshTheme();

signals:
    void pickedChanged();
    /// Some link runs elsewhere, came or went: look linkPath() up again.
    void geometryChanged();

private:
    struct Followed {
        bool picks = false;
        bool geometry = false;
    };
    void follow(const document::ChangeEvent &event);
    Followed applyEvent(const document::ChangeEvent &event);
    void rebuild();
    void addNodeItem(const lab::Node &node);
    void addLinkItem(const lab::Link &link);
    void removeLinkItem(LinkItem *item);
    void fanOut(const std::string &a, const std::string &b);
    void updateLinksOf(const std::string &node);
    void spreadLabels(const std::string &node);

    void picksChanged();

    document::LabDocument &m_document;
    mutable std::optional<document::Picked> m_picked; ///< asked for often, by every action; made when asked for
    std::map<std::string, NodeItem *> m_nodes;           // owned by QGraphicsScene
    std::map<document::LinkEnds, LinkItem *> m_links;    // owned by QGraphicsScene
    std::map<lab::End, LinkItem *> m_linkAtEnd;
    std::map<std::string, std::vector<LinkItem *>> m_linksOf;
};

} // namespace hopyard::scene
