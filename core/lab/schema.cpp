// See schema.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/schema.h"

#include "core/lab/bridge_values.h"
#include "core/lab/computer_values.h"
#include "core/lab/drawing.h"
#include "core/lab/lab.h"
#include "core/lab/values.h"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

namespace hopyard::lab {

namespace {

using Json = nlohmann::ordered_json;

Json ref(std::string_view name)
{
    return {{"$ref", "#/definitions/" + std::string(name)}};
}

/// With a sentence that editors show. Beside a $ref it would be ignored, so it goes around it.
Json said(Json schema, std::string_view sentence)
{
    if (schema.contains("$ref"))
        return {{"description", sentence}, {"allOf", Json::array({std::move(schema)})}};
    schema["description"] = sentence;
    return schema;
}

Json words(std::span<const std::string_view> names)
{
    Json known = Json::array();
    for (const std::string_view name : names)
        known.push_back(name);
    // A text with a parameter in it is any of them.
    return {{"anyOf", Json::array({Json{{"enum", std::move(known)}}, ref("parameter")})}};
}
Json words(std::initializer_list<std::string_view> names)
{
    return words(std::span(names.begin(), names.size()));
}

Json oneOrMore(Json item)
{
    return {{"anyOf", Json::array({item, Json{{"type", "array"}, {"items", item}}})}};
}

Json object(Json properties, std::initializer_list<std::string_view> required = {})
{
    Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (required.size() > 0)
        schema["required"] = Json(std::vector<std::string>(required.begin(), required.end()));
    return schema;
}

/// A mapping that may also be left empty ("eth0:").
Json objectOrNothing(Json properties)
{
    Json schema = object(std::move(properties));
    schema["type"] = {"object", "null"};
    return schema;
}

Json named(Json value, std::string_view pattern)
{
    return {{"type", {"object", "null"}}, {"additionalProperties", false}, {"patternProperties", {{std::string(pattern), std::move(value)}}}};
}

constexpr std::string_view kNames = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$";
constexpr std::string_view kInterfaces = "^[^ /:]{1,15}$";

void addScalars(Json &keys, std::span<const std::string_view> names)
{
    for (const std::string_view name : names)
        keys[std::string(name)] = ref("scalar");
}

void addAddresses(Json &keys)
{
    keys["address"] = said(ref("scalar"), "One address with its prefix length: 10.0.1.10/24");
    keys["addresses"] = said(oneOrMore(ref("scalar")), "Several addresses with their prefix lengths");
}

Json impairment()
{
    Json keys = Json::object();
    addScalars(keys, impairmentKeys());
    keys["delay"] = said(ref("scalar"), "A time: 5ms, 250us, 1.5s");
    keys["jitter"] = said(ref("scalar"), "A time: delays are uniform within plus and minus this");
    keys["rate"] = said(ref("scalar"), "100mbit, 1.5gbit, unlimited");
    keys["queue"] = said(ref("scalar"), "What may wait for the line: 100 (packets) or 64kB");
    keys["loss"] = said(ref("scalar"), "A probability: 0.1% or 0.001");
    keys["down"] = said(words({"true", "false"}), "The cable is cut");
    keys["down"]["anyOf"].push_back({{"type", "boolean"}});
    Json burst = Json::object();
    addScalars(burst, burstKeys());
    // "off" without quotes is false to some readers of YAML.
    keys["burst"] = said({{"anyOf", Json::array({object(std::move(burst)), Json{{"enum", {"off", false}}}})}},
                         "Losses in bursts: {enter: 1%, leave: 20%, good: 0%, bad: 100%}, or off");
    return keys;
}

Json link()
{
    Json keys{{"ends", {{"description", "[NODE:INTERFACE, NODE:INTERFACE]"}, {"type", "array"}, {"minItems", 2}, {"maxItems", 2}, {"items", ref("text")}}}};
    const Json both = impairment();
    for (const auto &[name, schema] : both.items())
        keys[name] = schema;
    keys["forward"] = said(objectOrNothing(impairment()), "What is different from the first end to the second");
    keys["backward"] = said(objectOrNothing(impairment()), "What is different from the second end to the first");
    keys["note"] = ref("text");
    return object(std::move(keys), {"ends"});
}

Json interface()
{
    Json keys = Json::object();
    addAddresses(keys);
    keys["mac"] = said(ref("scalar"), "02:00:00:00:00:01; made from the node's place where not given");
    keys["mtu"] = said(ref("scalar"), "Bytes, 68 to 65521; default 1500");
    addScalars(keys, bridgePortKeys());
    return objectOrNothing(std::move(keys));
}

Json machineKeys()
{
    Json keys = Json::object();
    for (const std::string_view name : {"processors", "image", "kernel", "initrd", "append", "accel", "disk", "graphics"})
        keys[std::string(name)] = ref("scalar");
    return keys;
}

Json machine()
{
    Json keys = machineKeys();
    keys["memory"] = ref("scalar");
    keys["network"] = ref("scalar");
    keys["card"] = said(ref("scalar"), "The network card it sees: virtio, e1000, rtl8139, pcnet, vmxnet3");
    return objectOrNothing(std::move(keys));
}

Json guest()
{
    Json inside = Json::object();
    addAddresses(inside);
    for (const std::string_view name : {"mac", "mtu", "vlan", "adapter"})
        inside[std::string(name)] = ref("scalar");
    Json keys = Json::object();
    addAddresses(keys);
    addScalars(keys, guestKeys());
    keys["machine"] = said(objectOrNothing(machineKeys()), "What a real guest is made of");
    keys["interfaces"] = named(objectOrNothing(std::move(inside)), kInterfaces);
    keys["start"] = said(oneOrMore(ref("text")), "Console lines run in it when it starts");
    keys["note"] = ref("text");
    return objectOrNothing(std::move(keys));
}

Json computer()
{
    Json keys = Json::object(), costs = Json::object();
    addScalars(keys, computerKeys());
    addScalars(costs, costKeys());
    keys["costs"] = {{"anyOf", Json::array({objectOrNothing(std::move(costs)), Json{{"enum", {"free"}}}})}};
    return objectOrNothing(std::move(keys));
}

Json service()
{
    Json keys = Json::object();
    for (const std::string_view name : {"address", "port", "encapsulation", "mode", "rules", "check", "interval", "timeout", "rise", "fall"})
        keys[std::string(name)] = ref("scalar");
    keys["classifiers"] = oneOrMore(ref("text"));
    keys["hosts"] = oneOrMore(ref("text"));
    return objectOrNothing(std::move(keys));
}

Json was()
{
    Json file{{"path", ref("text")}, {"text", ref("text")}};
    return objectOrNothing({{"tool", said(ref("text"), "As hop import --format calls it")},
                            {"kind", ref("text")},
                            {"image", ref("text")},
                            {"properties", said(ref("text"), "Its whole entry in the tool's own language")},
                            {"ports", said(named(ref("text"), kInterfaces), "Names of interfaces to what they were")},
                            {"files", {{"type", {"array", "null"}}, {"items", object(std::move(file), {"path"})}}}});
}

Json node()
{
    Json bridge = Json::object();
    addScalars(bridge, bridgeKeys());
    Json keys{
        {"kind", said(words(nodeKindNames()), "What it is")},
        {"at", {{"description", "[x, y] on the canvas; a node is about 64 wide, y points down"}, {"type", "array"}, {"minItems", 2}, {"maxItems", 2}, {"items", ref("number")}}},
        {"label", said(ref("text"), "Shown instead of the name")},
        {"interfaces", said(named(ref("interface"), kInterfaces), "Names to interfaces")},
        {"gateway", said(ref("scalar"), "Address of the default router")},
        {"routes", said(oneOrMore(ref("text")), "Further routes: 192.168.0.0/16 via 10.0.1.1")},
        {"config", said(ref("text"), "Of a router: its configuration in FRR's language; of bird: in BIRD's")},
        {"machine", said(machine(), "Of qemu and uml: what the machine is made of")},
        {"bridge", said(objectOrNothing(std::move(bridge)), "Of a switch: spanning tree")},
        {"service", said(service(), "Of a forwarder: what it shares out")},
        {"start", said(oneOrMore(ref("text")), "Lines that run when the lab starts")},
        {"note", said(ref("text"), "For the reader")},
        {"computer", said(computer(), "Of a hypervisor: what it has")},
        {"nat", said(oneOrMore(object({{"protocol", words({"tcp", "udp"})}, {"port", ref("number")}, {"to", ref("text")}}, {"port", "to"})),
                     "Of a hypervisor: its table of ports")},
        {"guests", said(named(ref("guest"), kNames), "Of a hypervisor: its virtual machines")},
        {"was", said(was(), "What it was in the tool that it comes from; of a placeholder all that is known of it")},
    };
    return object(std::move(keys), {"kind"});
}

Json conditionOf(ConditionKind kind)
{
    if (kind == ConditionKind::not_)
        return ref("condition");
    if (isCombination(kind))
        return {{"type", "array"}, {"minItems", 1}, {"items", ref("condition")}};
    Json keys = Json::object();
    Json required = Json::array();
    for (const ConditionKey &key : conditionKeys(kind)) {
        keys[std::string(key.name)] = key.isList ? oneOrMore(ref("scalar")) : ref("scalar");
        if (key.isRequired)
            required.push_back(key.name);
    }
    Json schema = object(std::move(keys));
    schema["required"] = std::move(required);
    return schema;
}

/// A mapping with one key, its kind.
Json condition()
{
    Json keys = Json::object();
    for (std::size_t i = 0; i < conditionNames().size(); ++i)
        keys[std::string(conditionNames()[i])] = conditionOf(static_cast<ConditionKind>(i));
    Json schema = object(std::move(keys));
    schema["minProperties"] = schema["maxProperties"] = 1;
    return schema;
}

Json check()
{
    Json keys{{"title", said(ref("text"), "What the student reads")},
              {"points", said(ref("number"), "0 to 10000; default 1")},
              {"at", said(ref("scalar"), "The lab's time at which it is looked at; default 60s")},
              {"after", said(oneOrMore(ref("text")), "Done first: wait 40s, fail r1:eth1, heal r1:eth1, stop r2, start r2, run h1: ping 10.0.0.2 count 1")},
              {"failure", said(ref("text"), "What the student is told where it fails")}};
    Json one = Json::array();
    for (std::size_t i = 0; i < conditionNames().size(); ++i) {
        const std::string name(conditionNames()[i]);
        keys[name] = conditionOf(static_cast<ConditionKind>(i));
        one.push_back({{"required", {name}}});
    }
    Json schema = object(std::move(keys));
    schema["oneOf"] = std::move(one);
    return schema;
}

Json guide()
{
    Json step{{"title", ref("text")},
              {"text", said(ref("text"), "Markdown")},
              {"nodes", said(oneOrMore(ref("text")), "Those that the step points at")},
              {"view", said(words(guideViews()), "What it opens")},
              {"command", said(ref("text"), "NODE: LINE, offered for that node's console")},
              {"checks", said(oneOrMore(ref("text")), "The step is done when these have passed")},
              {"hints", said(oneOrMore(ref("text")), "Hidden until asked for")},
              {"solution", said(ref("text"), "Hidden until asked for; part of the student's copy")}};
    return objectOrNothing({{"title", ref("text")}, {"text", said(ref("text"), "Markdown")}, {"steps", {{"type", {"array", "null"}}, {"items", object(std::move(step))}}}});
}

Json toFind()
{
    Json schema = oneOrMore(words(problemKindNames()));
    schema["anyOf"].push_back({{"enum", {"all", nullptr}}});
    return schema;
}

Json pair(std::string_view sentence)
{
    return {{"description", sentence}, {"type", "array"}, {"minItems", 2}, {"maxItems", 2}, {"items", ref("number")}};
}

Json drawing()
{
    const Json layer = objectOrNothing({{"nodes", oneOrMore(ref("text"))}, {"hidden", ref("scalar")}});
    const Json group = objectOrNothing({{"nodes", oneOrMore(ref("text"))}, {"folded", ref("scalar")}});
    Json shape{{"kind", words(shapeKindNames())},
               {"at", pair("[x, y] on the canvas")},
               {"size", pair("[width, height]")},
               {"text", ref("text")},
               {"file", said(ref("text"), "A picture in the lab's folder")},
               {"colour", words(shapeColourNames())},
               {"layer", ref("text")},
               {"arrow", ref("scalar")}};
    const Json way = object({{"ends", link().at("properties").at("ends")}, {"route", words(linkRouteNames())}, {"bends", {{"type", "array"}, {"items", pair("[x, y]")}}}}, {"ends"});
    const std::string_view anyName = "^[^\\x00-\\x1f]+$";
    return objectOrNothing({{"layers", named(layer, anyName)},
                            {"shapes", named(object(std::move(shape), {"kind"}), kNames)},
                            {"groups", named(group, anyName)},
                            {"links", {{"type", {"array", "null"}}, {"items", way}}}});
}

Json parameter()
{
    return {{"oneOf",
             Json::array({object({{"choose", oneOrMore(ref("scalar"))}}, {"choose"}),
                          object({{"from", ref("number")}, {"to", ref("number")}, {"step", ref("number")}}, {"from", "to"}),
                          object({{"within", ref("scalar")}, {"length", ref("number")}}, {"within"})})}};
}

} // namespace

std::string labSchema()
{
    const Json links{{"type", {"array", "null"}}, {"items", ref("link")}};
    const Json nodes = named(ref("node"), kNames);
    Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                {"title", "Hopyard lab"},
                {"description", "A network to draw, run and learn from; docs/lab-format.md explains every key."}};
    const Json whole = object({{"hopyard", {{"description", "The version of the format"}, {"enum", {1, "1"}}}},
                               {"title", ref("text")},
                               {"description", said(ref("text"), "For the reader")},
                               {"nodes", said(nodes, "Names to nodes")},
                               {"links", links},
                               {"student", said(ref("text"), "For whom the copy was made, by hop hand-out")},
                               {"to-find", said(toFind(), "Kinds of problems that the student is to find: they are not said before they are asked for")},
                               {"parameters", said(named(ref("drawn"), "^[A-Za-z][A-Za-z0-9_-]{0,62}$"), "Values that differ from student to student")},
                               {"drawing", said(drawing(), "Shapes, layers and groups beside the network; how links run")},
                               {"guide", said(guide(), "Steps that a student works through")},
                               {"checks", said(named(ref("check"), kNames), "What says whether it is done")},
                               {"solution", said(objectOrNothing({{"text", ref("text")}, {"nodes", nodes}, {"links", links}}), "For the teacher; not handed out")}},
                              {"hopyard"});
    schema.update(whole);
    // YAML knows numbers, switches and texts; to a lab all of them are texts.
    schema["definitions"] = {{"text", {{"type", {"string", "number", "boolean", "null"}}}},
                             {"scalar", {{"type", {"string", "number", "boolean"}}}},
                             {"number", {{"type", {"string", "number"}}, {"pattern", "^(-?[0-9]+(\\.[0-9]+)?|.*\\$\\{.*)$"}}},
                             {"parameter", {{"type", "string"}, {"pattern", "\\$\\{"}}},
                             {"drawn", parameter()},
                             {"interface", interface()},
                             {"guest", guest()},
                             {"node", node()},
                             {"link", link()},
                             {"condition", condition()},
                             {"check", check()}};
    return schema.dump(2) + '\n';
}

} // namespace hopyard::lab
