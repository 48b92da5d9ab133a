// Guide, checks, parameters and solution to YAML values; see write.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/parameters.h"
#include "core/lab/yaml_value.h"

#include <fmt/format.h>

#include <utility>

namespace hopyard::lab {

namespace {

void addText(YamlValue &map, const char *key, const std::string &text)
{
    if (!text.empty())
        map.add(key, YamlValue::text(text));
}

YamlValue textList(const std::vector<std::string> &texts)
{
    YamlValue list = YamlValue::list();
    for (const std::string &text : texts)
        list.items.push_back(YamlValue::text(text));
    return list;
}

void addTexts(YamlValue &map, const char *key, const std::vector<std::string> &texts)
{
    if (!texts.empty())
        map.add(key, textList(texts));
}

YamlValue toYaml(const GuideStep &step)
{
    YamlValue map;
    addText(map, "title", step.title);
    addText(map, "text", step.text);
    addTexts(map, "nodes", step.nodes);
    addText(map, "view", step.view);
    addText(map, "command", step.command);
    addTexts(map, "checks", step.checks);
    addTexts(map, "hints", step.hints);
    addText(map, "solution", step.solution);
    return map;
}

/// What needs no quotes, because it can only be read as what it is.
bool isWord(ArgumentKind kind, std::string_view value)
{
    switch (kind) {
    case ArgumentKind::address: return base::IpAddress::parse(value).has_value();
    case ArgumentKind::end:
    case ArgumentKind::prefix:
    case ArgumentKind::count:
    case ArgumentKind::duration:
    case ArgumentKind::rate:
    case ArgumentKind::probability:
    case ArgumentKind::flag:
    case ArgumentKind::status: return true;
    case ArgumentKind::text:
    case ArgumentKind::node:
    case ArgumentKind::protocol:
    case ArgumentKind::attribute:
    case ArgumentKind::since:
    case ArgumentKind::command: return false;
    }
    return false;
}

/// What stands at the kind's key: its arguments, or its parts.
YamlValue valueOf(const Condition &condition);

YamlValue asPart(const Condition &condition)
{
    YamlValue map;
    map.add(std::string(toString(condition.kind)), valueOf(condition));
    return map;
}

YamlValue valueOf(const Condition &condition)
{
    if (condition.kind == ConditionKind::not_)
        return condition.parts.empty() ? YamlValue() : asPart(condition.parts.front());
    if (isCombination(condition.kind)) {
        YamlValue list = YamlValue::list();
        for (const Condition &part : condition.parts)
            list.items.push_back(asPart(part));
        return list;
    }
    YamlValue map;
    for (const ConditionKey &key : conditionKeys(condition.kind)) {
        const auto &values = condition.list(key.name);
        if (values.empty())
            continue;
        if (key.isList && values.size() > 1)
            map.add(std::string(key.name), textList(values));
        else
            map.add(std::string(key.name), isWord(key.kind, values.front()) ? YamlValue::word(values.front()) : YamlValue::text(values.front()));
    }
    return map;
}

} // namespace

YamlValue toYaml(const Guide &guide)
{
    YamlValue map;
    addText(map, "title", guide.title);
    addText(map, "text", guide.text);
    if (guide.steps.empty())
        return map;
    YamlValue steps = YamlValue::list();
    for (const GuideStep &step : guide.steps)
        steps.items.push_back(toYaml(step));
    map.add("steps", std::move(steps));
    return map;
}

YamlValue toYaml(const ToFind &toFind)
{
    if (toFind.all)
        return YamlValue::word("all");
    YamlValue list = YamlValue::list();
    for (const ProblemKind kind : toFind.kinds)
        list.items.push_back(YamlValue::word(std::string(toString(kind))));
    return list;
}

YamlValue toYaml(const Check &check)
{
    const Check usual;
    YamlValue map;
    addText(map, "title", check.title);
    if (check.points != usual.points)
        map.add("points", YamlValue::word(fmt::format("{}", check.points)));
    if (check.at != usual.at)
        map.add("at", YamlValue::word(base::toString(check.at)));
    if (!check.after.empty()) {
        YamlValue list = YamlValue::list();
        for (const CheckAction &action : check.after)
            list.items.push_back(YamlValue::text(toString(action)));
        map.add("after", std::move(list));
    }
    map.add(std::string(toString(check.condition.kind)), valueOf(check.condition));
    addText(map, "failure", check.failure);
    return map;
}

YamlValue toYaml(const Parameter &parameter)
{
    YamlValue map;
    switch (parameter.kind) {
    case Parameter::Kind::choice: map.add("choose", textList(parameter.choices)); break;
    case Parameter::Kind::number:
        map.add("from", YamlValue::word(fmt::format("{}", parameter.from)));
        map.add("to", YamlValue::word(fmt::format("{}", parameter.to)));
        if (parameter.step != 1)
            map.add("step", YamlValue::word(fmt::format("{}", parameter.step)));
        break;
    case Parameter::Kind::network:
        map.add("within", YamlValue::word(base::toString(parameter.within)));
        map.add("length", YamlValue::word(fmt::format("{}", parameter.length)));
        break;
    }
    return map;
}

YamlValue toYaml(const Solution &solution)
{
    YamlValue map;
    addText(map, "text", solution.text);
    if (!solution.nodes.empty()) {
        YamlValue nodes;
        for (const Node &node : solution.nodes)
            nodes.add(node.name, toYaml(node));
        map.add("nodes", std::move(nodes));
    }
    if (!solution.links.empty()) {
        YamlValue links = YamlValue::list();
        for (const Link &link : solution.links)
            links.items.push_back(toYaml(link));
        map.add("links", std::move(links));
    }
    return map;
}

YamlValue escaped(YamlValue value)
{
    value.scalar = escaped(std::string_view(value.scalar));
    for (YamlValue &item : value.items)
        item = escaped(std::move(item));
    for (auto &[key, entry] : value.entries)
        entry = escaped(std::move(entry));
    return value;
}

YamlValue fitting(const Lab &lab, YamlValue value)
{
    return lab.teaching.parameters.empty() ? value : escaped(std::move(value));
}

} // namespace hopyard::lab
