// Nodes and links: which entry of the text each is, and the sections put together anew; see text_patcher.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/text_patcher.h"

#include "core/lab/write.h"
#include "core/lab/write_drawing.h"

#include <algorithm>
#include <map>
#include <type_traits>
#include <utility>

namespace hopyard::lab {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
/// Looking for renamed entries compares each with each; beyond this many a rename is a removal and an addition.
constexpr std::size_t kMostRenames = 200;

bool sameButName(const Node &a, const Node &b)
{
    Node renamed = a;
    renamed.name = b.name;
    return renamed == b;
}

/// For each new thing the old one with the same key, or none.
template <class T, class Key>
std::vector<std::size_t> matchByKey(const std::vector<T> &before, const std::vector<T> &after, Key key)
{
    std::map<decltype(key(before.front())), std::size_t> index;
    for (std::size_t i = 0; i < before.size(); ++i)
        index.emplace(key(before[i]), i);
    std::vector<std::size_t> match;
    for (const T &thing : after) {
        const auto found = index.find(key(thing));
        match.push_back(found == index.end() ? kNone : found->second);
        if (found != index.end())
            index.erase(found); // one text for one thing, also in a lab with a name twice
    }
    return match;
}

/// Gives what is still unmatched on both sides to each other where `same` says so.
template <class T, class Same>
void matchRest(const std::vector<T> &before, const std::vector<T> &after, std::vector<std::size_t> &match, Same same)
{
    std::vector<bool> taken(before.size(), false);
    for (const std::size_t i : match)
        if (i != kNone)
            taken[i] = true;
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (!taken[i])
            left.push_back(i);
    if (left.size() > kMostRenames)
        return;
    for (std::size_t i = 0; i < after.size() && !left.empty(); ++i) {
        if (match[i] != kNone)
            continue;
        const auto found = std::ranges::find_if(left, [&](std::size_t old) { return same(before[old], after[i]); });
        if (found == left.end())
            continue;
        match[i] = *found;
        left.erase(found);
    }
}

std::vector<std::size_t> matchNodes(const Lab &before, const Lab &after)
{
    auto match = matchByKey(before.nodes, after.nodes, [](const Node &n) -> std::string_view { return n.name; });
    matchRest(before.nodes, after.nodes, match, sameButName);
    return match;
}

std::vector<std::size_t> matchLinks(const Lab &before, const Lab &after, const std::vector<std::size_t> &nodes)
{
    auto match = matchByKey(before.links, after.links, [](const Link &l) { return std::pair(l.a, l.b); });
    std::map<std::string_view, std::string_view> renamed;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i] != kNone)
            renamed[before.nodes[nodes[i]].name] = after.nodes[i].name;
    const auto isEnd = [&](const End &old, const End &now) {
        const auto name = renamed.find(old.node);
        return old.interface == now.interface && (name == renamed.end() ? old.node : name->second) == now.node;
    };
    matchRest(before.links, after.links, match, [&](const Link &old, const Link &now) { // its node was renamed
        return isEnd(old.a, now.a) && isEnd(old.b, now.b);
    });
    matchRest(before.links, after.links, match, [&](const Link &old, const Link &now) { // one end was plugged elsewhere
        return (isEnd(old.a, now.a) || isEnd(old.b, now.b)) && old.forward == now.forward &&
               old.backward == now.backward && old.note == now.note;
    });
    return match;
}

} // namespace

TextPatcher::TextPatcher(std::string_view text, const ReadLab &read, Keep keep)
    : m_text(text), m_read(read), m_keep(keep), m_crlf(text.find("\r\n") != std::string_view::npos)
{
}

std::string TextPatcher::patched(const Lab &lab, const Drawing &drawing)
{
    const Lab &old = m_read.lab;
    if (m_read.tree.kind != YamlNode::Kind::map || m_read.tree.flow)
        return write(lab) + writeDrawing(lab, drawing);
    patchText("title", old.title, lab.title);
    patchText("description", old.description, lab.description);
    patchText("student", old.teaching.student, lab.teaching.student);
    patchWhole("to-find", toYaml(old.teaching.toFind), toYaml(lab.teaching.toFind), lab.teaching.toFind.isNothing());
    patchNamed("parameters", old.teaching.parameters, lab.teaching.parameters, &Parameter::name, lab);
    patchValue("guide", fitting(lab, toYaml(old.teaching.guide)), fitting(lab, toYaml(lab.teaching.guide)));
    patchValue("solution", fitting(lab, toYaml(old.solution)), fitting(lab, toYaml(lab.solution)));

    patchDrawing(fitting(lab, toYaml(m_read.drawing)), fitting(lab, toYaml(drawing)));
    const std::vector<std::size_t> nodes = matchNodes(old, lab), links = matchLinks(old, lab, nodes);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < lab.nodes.size(); ++i) {
        Entry &entry = entries.emplace_back();
        entry.old = nodes[i];
        entry.after = fitting(lab, toYaml(lab.nodes[i]));
        entry.key = lab.nodes[i].name;
        if (entry.old == kNone)
            continue;
        entry.isRenamed = old.nodes[entry.old].name != entry.key;
        entry.isChanged = entry.isRenamed || old.nodes[entry.old] != lab.nodes[i];
        entry.before = fitting(lab, toYaml(old.nodes[entry.old]));
    }
    patchSection("nodes", entries, old.nodes.size());
    entries.clear();
    for (std::size_t i = 0; i < lab.links.size(); ++i) {
        Entry &entry = entries.emplace_back();
        entry.old = links[i];
        entry.after = fitting(lab, toYaml(lab.links[i]));
        if (entry.old == kNone)
            continue;
        entry.isChanged = old.links[entry.old] != lab.links[i];
        entry.before = fitting(lab, toYaml(old.links[entry.old]));
    }
    patchSection("links", entries, old.links.size());
    patchNamed("checks", old.teaching.checks, lab.teaching.checks, &Check::id, lab);
    return applied(0, m_text.size(), std::move(m_edits));
}

/// A text at the top of the lab.
void TextPatcher::patchText(const char *key, const std::string &before, const std::string &after)
{
    patchWhole(key, YamlValue::text(before), YamlValue::text(after), after.empty());
}

/// A value at the top of the lab that is written as a whole; `isGone`: there is none any more.
void TextPatcher::patchWhole(const char *key, const YamlValue &before, const YamlValue &after, bool isGone)
{
    if (before == after)
        return;
    const YamlNode &root = m_read.tree;
    std::size_t index = kNone;
    for (std::size_t i = 0; i < root.entries(); ++i)
        if (root.keyAt(i).value == key)
            index = i;
    const std::size_t behind = behindTitle(); // a new title goes below the version, a description below the title
    if (isGone && index != kNone)
        removeField(root, index, m_edits);
    else if (index != kNone)
        replaceField(root, index, after, m_edits);
    else if (!isGone)
        addField(root, behind, key, after, m_edits);
}

std::size_t TextPatcher::behindTitle() const
{
    const YamlNode &root = m_read.tree;
    std::size_t behind = 0;
    for (std::size_t i = 0; i < root.entries(); ++i)
        if (root.keyAt(i).value == "hopyard" || root.keyAt(i).value == "title")
            behind = std::max(behind, i);
    return behind;
}

/// A mapping at the top of the lab, field by field where its layout allows it.
void TextPatcher::patchValue(const char *key, const YamlValue &before, const YamlValue &after)
{
    if (before == after)
        return;
    const YamlNode &root = m_read.tree;
    std::size_t index = 0;
    while (index < root.entries() && root.keyAt(index).value != key)
        ++index;
    if (index == root.entries())
        addField(root, behindTitle(), key, after, m_edits);
    else if (after.entries.empty())
        removeField(root, index, m_edits);
    else
        patchField(root, key, m_keep == Keep::fields ? &before : nullptr, after, m_edits);
}

/// At the end of the text where it is new.
void TextPatcher::patchDrawing(const YamlValue &before, const YamlValue &after)
{
    if (m_read.tree.find("drawing"))
        patchValue("drawing", before, after);
    else if (!after.entries.empty())
        addField(m_read.tree, m_read.tree.entries() - 1, "drawing", after, m_edits);
}

/// A mapping at the top whose entries have names: checks, parameters.
template <class T>
void TextPatcher::patchNamed(const char *key, const std::vector<T> &before, const std::vector<T> &after, std::string T::*name, const Lab &lab)
{
    const auto match = matchByKey(before, after, [name](const T &thing) -> std::string_view { return thing.*name; });
    const auto valueOf = [&](const T &thing) {
        YamlValue value = toYaml(thing);
        return std::is_same_v<T, Parameter> ? value : fitting(lab, std::move(value));
    };
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < after.size(); ++i) {
        Entry &entry = entries.emplace_back();
        entry.old = match[i];
        entry.after = valueOf(after[i]);
        entry.key = after[i].*name;
        if (entry.old == kNone)
            continue;
        entry.isChanged = before[entry.old] != after[i];
        entry.before = valueOf(before[entry.old]);
    }
    patchSection(key, entries, before.size());
}

void TextPatcher::patchSection(const char *key, const std::vector<Entry> &entries, std::size_t oldCount)
{
    bool same = entries.size() == oldCount;
    for (std::size_t i = 0; i < entries.size() && same; ++i)
        same = entries[i].old == i && !entries[i].isChanged;
    if (same)
        return;
    const YamlNode &root = m_read.tree;
    std::size_t index = 0;
    while (index < root.entries() && root.keyAt(index).value != key)
        ++index;
    std::string anew = std::string(key) + ":\n";
    for (const Entry &entry : entries)
        anew += writtenEntry(entry, 2);
    if (index == root.entries()) {
        const bool needsBreak = !m_text.empty() && m_text.back() != '\n';
        m_edits.push_back({m_text.size(), m_text.size(), fit((needsBreak ? "\n" : "") + anew)});
        return;
    }
    const YamlNode &section = root.valueAt(index);
    const std::size_t begin = nextLine(root.keyAt(index).begin), end = topEnd(index);
    const bool isBlock = !section.flow && section.kind != YamlNode::Kind::null && !section.items.empty();
    if (!isBlock || begin > end) {
        m_edits.push_back({root.keyAt(index).begin, fieldEnd(root, index), fit(anew)});
        return;
    }
    const std::vector<Chunk> chunks = chunksOf(section, begin, end);
    m_edits.push_back({begin, end, changedSection(section, chunks, end, entries)});
}

std::string TextPatcher::changedSection(const YamlNode &section, const std::vector<Chunk> &chunks, std::size_t end,
                                        const std::vector<Entry> &entries) const
{
    std::vector<bool> stays(chunks.size(), false);
    for (const Entry &entry : entries)
        if (entry.old != kNone)
            stays[entry.old] = true;
    // Comments that belong to no entry outlive the entry below them.
    std::vector<std::string> glue(chunks.size() + 1);
    std::string orphans;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const std::string_view own = slice(chunks[i].glue, chunks[i].begin);
        if (stays[i])
            glue[i] = std::exchange(orphans, {}) + std::string(own);
        else if (own.find('#') != std::string_view::npos)
            orphans += own;
    }
    std::string out;
    const auto append = [&](std::string_view text) {
        if (!text.empty() && !out.empty() && out.back() != '\n')
            out += fit("\n"); // the last line of the file had no end
        out += text;
    };
    const std::size_t indent = columnOf(section.begin);
    for (const Entry &entry : entries) {
        if (entry.old == kNone) {
            append(fit(writtenEntry(entry, indent)));
            continue;
        }
        const Chunk &chunk = chunks[entry.old];
        append(glue[entry.old]);
        append(entry.isChanged ? changedChunk(chunk, section, entry) : std::string(slice(chunk.begin, chunk.end)));
    }
    append(orphans);
    append(slice(chunks.back().end, end));
    return out;
}

std::string TextPatcher::changedChunk(const Chunk &chunk, const YamlNode &section, const Entry &entry) const
{
    const bool isNode = section.kind == YamlNode::Kind::map;
    const YamlNode &value = isNode ? section.valueAt(entry.old) : section.items[entry.old];
    std::vector<Edit> edits;
    if (entry.isRenamed) {
        const YamlNode &key = section.keyAt(entry.old);
        edits.push_back({key.begin, key.end, keyText(entry.key)});
    }
    if (m_keep == Keep::fields && patchMap(value, entry.before, entry.after, edits))
        return applied(chunk.begin, chunk.end, std::move(edits));
    const std::size_t line = entryLine(section, entry.old);
    return std::string(slice(chunk.begin, line)) + fit(writtenEntry(entry, columnOf(section.begin)));
}

std::string TextPatcher::writtenEntry(const Entry &entry, std::size_t indent)
{
    return entry.key.empty() ? itemText(entry.after, indent) : entryText(entry.key, entry.after, indent);
}

std::string TextPatcher::fit(std::string text) const
{
    if (!m_crlf)
        return text;
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
        text.insert(at, 1, '\r');
    return text;
}

/// A part of the text with the edits made. Edits at the same place come out in the order in which they were found.
std::string TextPatcher::applied(std::size_t begin, std::size_t end, std::vector<Edit> edits) const
{
    std::ranges::stable_sort(edits, {}, &Edit::begin);
    std::string out;
    std::size_t at = begin;
    for (const Edit &edit : edits) {
        if (edit.begin < at)
            continue; // overlaps another: what comes out is read again, and found wrong
        out += slice(at, edit.begin);
        out += edit.text;
        at = edit.end;
    }
    return out + std::string(slice(at, std::max(at, end)));
}

} // namespace hopyard::lab
