// See read_teaching.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/read_teaching.h"

#include "core/base/suggest.h"
#include "core/lab/parameters.h"
#include "core/lab/teaching_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace hopyard::lab {

namespace {

using Kind = YamlNode::Kind;
using Keys = MapReader::Keys;

constexpr int kDeepestCondition = 8; ///< combinations in each other
constexpr std::size_t kMostParts = 100;

class CheckReader {
public:
    CheckReader(MapReader &reader, Check &check) : m_reader(reader), m_check(check) {}
    void read(const YamlNode &map);

private:
    void readCondition(Condition &condition, ConditionKind kind, const YamlNode &value, const std::string &path, int depth);
    void readParts(Condition &condition, const YamlNode &value, const std::string &path, int depth);
    void readPart(Condition &condition, const YamlNode &map, const std::string &path, int depth);
    void readArguments(Condition &condition, const YamlNode &map, const std::string &path);
    void checkRange(const Condition &condition, const YamlNode &map);

    MapReader &m_reader;
    Check &m_check;
    bool m_hasCondition = false;
};

void CheckReader::read(const YamlNode &map)
{
    const std::string path = "checks/" + m_check.id, what = fmt::format("check '{:.60}'", m_check.id);
    Keys keys{m_reader.textKey("title", m_check.title), m_reader.valueKey("points", m_check.points, parsePointsValue),
              m_reader.valueKey("at", m_check.at, parseMomentValue)};
    keys.push_back({"after", [&](const YamlNode &list) {
                        m_reader.readList(list, "'after'", path + "/after", [&](const YamlNode &item, std::size_t) {
                            if (auto action = m_reader.readValue(item, "'after'", parseActionValue))
                                m_check.after.push_back(std::move(*action));
                        });
                    }});
    for (std::size_t i = 0; i < conditionNames().size(); ++i) {
        const auto kind = static_cast<ConditionKind>(i);
        keys.push_back({toString(kind), [this, kind, path, what](const YamlNode &value) {
                            if (std::exchange(m_hasCondition, true)) {
                                m_reader.problem(value, fmt::format("{} has two conditions; put them into all: […] or any: […]", what));
                                return;
                            }
                            readCondition(m_check.condition, kind, value, fmt::format("{}/{}", path, toString(kind)), 0);
                        }});
    }
    keys.push_back(m_reader.textKey("failure", m_check.failure));
    m_reader.readMap(map, what, path, keys);
    if (!m_hasCondition && (map.kind == Kind::null || map.kind == Kind::map))
        m_reader.problem(map, fmt::format("{} has no condition; known are {}", what, fmt::join(conditionNames(), ", ")));
}

void CheckReader::readCondition(Condition &condition, ConditionKind kind, const YamlNode &value, const std::string &path, int depth)
{
    condition.kind = kind;
    if (kind == ConditionKind::not_)
        readPart(condition, value, path, depth + 1);
    else if (isCombination(kind))
        readParts(condition, value, path, depth + 1);
    else
        readArguments(condition, value, path);
}

void CheckReader::readParts(Condition &condition, const YamlNode &value, const std::string &path, int depth)
{
    const std::string what = fmt::format("'{}'", toString(condition.kind));
    if (!m_reader.isShape(value, Kind::list, what))
        return;
    if (value.items.empty() || value.items.size() > kMostParts)
        m_reader.problem(value, fmt::format("{} has {} conditions; 1 to {} are possible", what, value.items.size(), kMostParts));
    else
        m_reader.readList(value, what, path, [&](const YamlNode &item, std::size_t i) {
            readPart(condition, item, fmt::format("{}/{}", path, i), depth);
        });
}

/// A condition inside another: a mapping with one key, its kind.
void CheckReader::readPart(Condition &condition, const YamlNode &map, const std::string &path, int depth)
{
    if (depth > kDeepestCondition) {
        m_reader.problem(map, fmt::format("conditions stand in each other deeper than {}", kDeepestCondition));
        return;
    }
    if (!m_reader.isShape(map, Kind::map, "a condition"))
        return;
    if (map.entries() != 1) {
        m_reader.problem(map, "a condition is a mapping with one key, such as {ping: {from: h1, to: h2}}");
        return;
    }
    Keys keys;
    for (std::size_t i = 0; i < conditionNames().size(); ++i) {
        const auto kind = static_cast<ConditionKind>(i);
        keys.push_back({toString(kind), [&, kind](const YamlNode &value) {
                            readCondition(condition.parts.emplace_back(), kind, value, fmt::format("{}/{}", path, toString(kind)), depth);
                        }});
    }
    m_reader.readMap(map, "a condition", path, keys);
}

void CheckReader::readArguments(Condition &condition, const YamlNode &map, const std::string &path)
{
    const std::string_view name = toString(condition.kind);
    const std::span<const ConditionKey> known = conditionKeys(condition.kind);
    Keys keys;
    for (const ConditionKey &key : known)
        keys.push_back({key.name, [&, key](const YamlNode &value) {
                            const auto take = [&](const YamlNode &item) {
                                if (!m_reader.isShape(item, Kind::scalar, fmt::format("'{}' of '{}'", key.name, name)))
                                    return;
                                if (const auto good = checkArgument(key.kind, item.value); !good)
                                    m_reader.problem(item, fmt::format("'{}': {}", key.name, good.error()));
                                else
                                    condition.arguments[std::string(key.name)].push_back(item.value);
                            };
                            if (key.isList)
                                m_reader.readList(value, fmt::format("'{}'", key.name), fmt::format("{}/{}", path, key.name),
                                                  [&](const YamlNode &item, std::size_t) { take(item); });
                            else
                                take(value);
                        }});
    m_reader.readMap(map, fmt::format("'{}'", name), path, keys);
    if (map.kind != Kind::map && map.kind != Kind::null)
        return;
    for (const ConditionKey &key : known) {
        const YamlNode *value = map.find(key.name);
        if (key.isRequired && !value)
            m_reader.problem(map, fmt::format("'{}' has no '{}'", name, key.name));
        else if (key.isList && value && value->kind != Kind::scalar && value->items.empty())
            m_reader.problem(*value, fmt::format("'{}' is empty", key.name));
    }
    checkRange(condition, map);
}

/// What the keys of one condition say together.
void CheckReader::checkRange(const Condition &condition, const YamlNode &map)
{
    constexpr std::array<std::string_view, 3> kNeighbourly{"ospf", "bgp", "rip"};
    if (condition.kind == ConditionKind::adjacency && condition.has("protocol")
        && std::ranges::find(kNeighbourly, condition.get("protocol")) == kNeighbourly.end())
        m_reader.problem(map, "'adjacency' is of ospf, bgp or rip");
    if (condition.kind == ConditionKind::bgp && condition.has("equals") == condition.has("contains"))
        m_reader.problem(map, "'bgp' needs 'equals' or 'contains', one of them");
    if (condition.kind == ConditionKind::throughput && !condition.has("at-least") && !condition.has("at-most") && !condition.has("loss"))
        m_reader.problem(map, "'throughput' needs 'at-least', 'at-most' or 'loss'");
    if (condition.kind == ConditionKind::throughput && condition.has("loss") && !condition.has("rate"))
        m_reader.problem(map, "'loss' of 'throughput' is that of datagrams, which are sent at a 'rate'");
}

void readParameter(MapReader &reader, Parameter &parameter, const YamlNode &map)
{
    const std::string what = fmt::format("parameter '{:.60}'", parameter.name), path = "parameters/" + parameter.name;
    reader.readMap(map, what, path,
                   {reader.textsKey("choose", path, parameter.choices), reader.valueKey("from", parameter.from, parseWholeNumberValue),
                    reader.valueKey("to", parameter.to, parseWholeNumberValue), reader.valueKey("step", parameter.step, parseWholeNumberValue),
                    reader.valueKey("within", parameter.within, parseWithinValue), reader.valueKey("length", parameter.length, parseLengthValue)});
    if (map.kind != Kind::map && map.kind != Kind::null)
        return;
    const bool isChoice = map.find("choose"), isNumber = map.find("from") || map.find("to"), isNetwork = map.find("within");
    if (isChoice + isNumber + isNetwork != 1 || (map.find("step") && !isNumber) || (map.find("length") && !isNetwork)) {
        reader.problem(map, fmt::format("{} is {{choose: [A, B]}}, {{from: 10, to: 50, step: 5}} or {{within: 10.0.0.0/8, length: 24}}", what));
        return;
    }
    parameter.kind = isChoice ? Parameter::Kind::choice : isNumber ? Parameter::Kind::number : Parameter::Kind::network;
    if (isChoice && parameter.choices.empty())
        reader.problem(map, fmt::format("{} has nothing to choose from", what));
    if (isNumber && (parameter.step < 1 || parameter.to < parameter.from))
        reader.problem(map, fmt::format("{} goes from a number to one that is not less, in steps of 1 or more", what));
    if (isNetwork && parameter.within.isValid() && parameter.length < parameter.within.length())
        reader.problem(map, fmt::format("{}: a network of /{} is not within {}", what, parameter.length, toString(parameter.within)));
}

void putValues(MapReader &reader, YamlNode &node, const ParameterValues &values)
{
    if (node.kind == Kind::scalar && node.value.find("${") != std::string::npos) {
        if (auto put = withValues(node.value, values))
            node.value = std::move(*put);
        else
            reader.problem(node, put.error());
    }
    const bool isMap = node.kind == Kind::map;
    for (std::size_t i = isMap ? 1 : 0; i < node.items.size(); i += isMap ? 2 : 1)
        putValues(reader, node.items[i], values);
}

} // namespace

void readGuide(MapReader &reader, const YamlNode &map, Guide &guide)
{
    const auto readStep = [&](const YamlNode &value, std::size_t i) {
        GuideStep &step = guide.steps.emplace_back();
        const std::string path = fmt::format("guide/steps/{}", i);
        reader.readMap(value, fmt::format("step {} of 'guide'", i + 1), path,
                       {reader.textKey("title", step.title), reader.textKey("text", step.text), reader.textsKey("nodes", path, step.nodes),
                        reader.valueKey("view", step.view, parseViewValue), reader.textKey("command", step.command),
                        reader.textsKey("checks", path, step.checks), reader.textsKey("hints", path, step.hints),
                        reader.textKey("solution", step.solution)});
    };
    reader.readMap(map, "'guide'", "guide",
                   {reader.textKey("title", guide.title), reader.textKey("text", guide.text), {"steps", [&](const YamlNode &steps) {
                        if (steps.kind == Kind::null || reader.isShape(steps, Kind::list, "'steps'"))
                            reader.readList(steps, "'steps'", "guide/steps", readStep);
                    }}});
}

void readToFind(MapReader &reader, const YamlNode &kinds, ToFind &toFind)
{
    if (kinds.kind == Kind::null)
        return;
    reader.readList(kinds, "'to-find'", "to-find", [&](const YamlNode &item, std::size_t) {
        if (item.kind == Kind::scalar && item.value == "all")
            toFind.all = true;
        else if (const auto kind = reader.readValue(item, "'to-find'", parseProblemKindValue); kind && !toFind.has(*kind))
            toFind.kinds.push_back(*kind);
    });
    if (toFind.all)
        toFind.kinds.clear();
}

void readChecks(MapReader &reader, const YamlNode &map, std::vector<Check> &checks)
{
    if (map.kind == Kind::null || !reader.isShape(map, Kind::map, "'checks'"))
        return;
    reader.readNames(map, "'checks'", "checks", [&](const std::string &id, const YamlNode &value) {
        Check &check = checks.emplace_back();
        check.id = id;
        CheckReader(reader, check).read(value);
    });
}

void putParameters(MapReader &reader, YamlNode &root, const std::optional<std::string> &student, std::vector<Parameter> &parameters)
{
    const YamlNode *map = root.find("parameters");
    if (!map || map->kind == Kind::null || !reader.isShape(*map, Kind::map, "'parameters'"))
        return;
    reader.readNames(*map, "'parameters'", "parameters", [&](const std::string &name, const YamlNode &value) {
        Parameter &parameter = parameters.emplace_back();
        parameter.name = name;
        if (!isParameterName(name))
            reader.problem(value, fmt::format("'{:.60}' cannot name a parameter; use letters, digits, '-' and '_', a letter first", name));
        readParameter(reader, parameter, value);
    });
    if (!reader.isGood() || parameters.empty())
        return;
    const YamlNode *named = root.find("student");
    const ParameterValues values = parameterValues(parameters, student ? *student : named && named->kind == Kind::scalar ? named->value : "");
    for (std::size_t i = 0; i < root.entries(); ++i)
        if (root.keyAt(i).value != "parameters" && root.keyAt(i).value != "student")
            putValues(reader, root.items[i * 2 + 1], values);
}

} // namespace hopyard::lab
