// The JSON Schema of lab files: every sample lab fits it, its keys are those that the reader knows (each way), and mistakes do not fit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/schema.h"

#include "core/lab/read.h"
#include "core/lab/yaml_tree.h"
#include "places.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QtTest/QTest>

#include <nlohmann/json.hpp>

#include <set>
#include <string>

using namespace hopyard;
using Json = nlohmann::json;

namespace {

Json jsonOf(const lab::YamlNode &node)
{
    switch (node.kind) {
    case lab::YamlNode::Kind::null: return nullptr;
    case lab::YamlNode::Kind::scalar: return node.value;
    case lab::YamlNode::Kind::list: {
        Json list = Json::array();
        for (const lab::YamlNode &item : node.items)
            list.push_back(jsonOf(item));
        return list;
    }
    case lab::YamlNode::Kind::map: {
        Json map = Json::object();
        for (std::size_t i = 0; i < node.entries(); ++i)
            map[node.keyAt(i).value] = jsonOf(node.valueAt(i));
        return map;
    }
    }
    return nullptr;
}

bool matches(const std::string &text, const std::string &pattern)
{
    return QRegularExpression(QString::fromStdString(pattern)).match(QString::fromStdString(text)).hasMatch();
}

/// What draft 7 says of the words that the schema uses; a word that is not known here fails.
class Validator {
public:
    explicit Validator(const Json &schema) : m_root(schema) {}
    std::string problem(const Json &value) { return check(m_root, value, "#"); }

private:
    static std::string typeOf(const Json &value)
    {
        return value.is_null() ? "null" : value.is_object() ? "object" : value.is_array() ? "array" : value.is_string() ? "string"
            : value.is_boolean()                                                                                        ? "boolean"
                                                                                                                        : "number";
    }
    std::string check(const Json &schema, const Json &value, const std::string &at)
    {
        if (const auto ref = schema.find("$ref"); ref != schema.end())
            return check(m_root.at("definitions").at(ref->get<std::string>().substr(std::string("#/definitions/").size())), value, at);
        for (const auto &[word, rule] : schema.items())
            if (std::string bad = checkWord(schema, word, rule, value, at); !bad.empty())
                return bad;
        return {};
    }
    std::string checkWord(const Json &schema, const std::string &word, const Json &rule, const Json &value, const std::string &at)
    {
        static const std::set<std::string> kSaid{"$schema", "title", "description", "definitions", "patternProperties", "properties"};
        if (word == "type") {
            const std::string type = typeOf(value);
            const bool fits = rule.is_array() ? std::ranges::find(rule, Json(type)) != rule.end() : rule == type;
            return fits ? "" : at + " is of type " + type;
        }
        if (word == "enum")
            return std::ranges::find(rule, value) != rule.end() ? "" : at + " is none of " + rule.dump();
        if (word == "pattern")
            return !value.is_string() || matches(value, rule) ? "" : at + " does not match " + rule.dump();
        if (word == "required") {
            for (const Json &key : rule)
                if (value.is_object() && !value.contains(key.get<std::string>()))
                    return at + " lacks " + key.dump();
            return {};
        }
        if (word == "additionalProperties")
            return value.is_object() ? checkKeys(schema, value, at) : "";
        if (word == "items") {
            for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
                if (std::string bad = check(rule, value[i], at + '/' + std::to_string(i)); !bad.empty())
                    return bad;
            return {};
        }
        if (word == "minItems" || word == "maxItems")
            return !value.is_array() || (word == "minItems" ? value.size() >= rule : value.size() <= rule) ? "" : at + " has another length";
        if (word == "minProperties" || word == "maxProperties")
            return !value.is_object() || (word == "minProperties" ? value.size() >= rule : value.size() <= rule) ? "" : at + " has another size";
        if (word == "anyOf" || word == "oneOf" || word == "allOf") {
            std::size_t good = 0;
            std::string first;
            for (const Json &part : rule) {
                const std::string bad = check(part, value, at);
                good += bad.empty();
                first = first.empty() ? bad : first;
            }
            const bool fits = word == "anyOf" ? good > 0 : word == "oneOf" ? good == 1 : good == rule.size();
            return fits ? "" : at + " fits " + std::to_string(good) + " of " + word + (first.empty() ? "" : ": " + first);
        }
        return kSaid.contains(word) ? "" : "the schema says " + word + ", which this test does not know";
    }
    std::string checkKeys(const Json &schema, const Json &value, const std::string &at)
    {
        const Json patterns = schema.value("patternProperties", Json::object());
        for (const auto &[key, inner] : value.items()) {
            const Json *rule = nullptr;
            if (schema.contains("properties") && schema["properties"].contains(key))
                rule = &schema["properties"][key];
            for (const auto &[pattern, named] : patterns.items())
                if (!rule && matches(key, pattern))
                    rule = &named;
            if (!rule)
                return at + " has an unknown key " + key;
            if (std::string bad = check(*rule, inner, at + '/' + key); !bad.empty())
                return bad;
        }
        return {};
    }
    const Json &m_root;
};

Json schema() { return Json::parse(lab::labSchema()); }

Json yaml(const std::string &text)
{
    const auto tree = lab::parseYaml(text);
    return tree ? jsonOf(*tree) : Json("no YAML");
}

/// The keys that the reader says it knows where it meets one that it does not.
std::set<std::string> keysOfReader(const std::string &text)
{
    const auto read = lab::read(text);
    std::set<std::string> keys;
    if (read)
        return keys;
    for (const lab::Problem &problem : read.error()) {
        const std::size_t at = problem.message.find("; known are ");
        if (problem.message.find("'qqqqqqqqqqqqqqqqqqqq'") == std::string::npos || at == std::string::npos)
            continue;
        for (const QString &key : QString::fromStdString(problem.message.substr(at + 12)).split(QStringLiteral(", ")))
            keys.insert(key.toStdString());
    }
    return keys;
}

} // namespace

class TestSchema : public QObject {
    Q_OBJECT

private slots:
    void theFileIsWhatIsMade()
    {
        QFile file(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/schema/lab.schema.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.readAll().toStdString() == lab::labSchema(), "resources/schema/lab.schema.json is old: hop schema > resources/schema/lab.schema.json");
    }

    void sampleLabs_data()
    {
        QTest::addColumn<QString>("path");
        const QDir labs(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs"));
        for (const QString &name : labs.entryList({"*.yaml"}, QDir::Files))
            QTest::newRow(qPrintable(name)) << labs.filePath(name);
    }
    void sampleLabs()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Json rules = schema();
        const std::string bad = Validator(rules).problem(yaml(file.readAll().toStdString()));
        QVERIFY2(bad.empty(), bad.c_str());
    }

    void keysAreTheReaders_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        const QString q = QStringLiteral("qqqqqqqqqqqqqqqqqqqq: 1");
        const auto row = [&](const char *name, const QString &text, const char *where) { QTest::newRow(name) << QString(text).replace("%", q) << QString(where); };
        row("lab", "hopyard: 1\n%\n", "/properties");
        row("node", "hopyard: 1\nnodes: {h1: {kind: host, %}}\n", "/definitions/node/properties");
        row("interface", "hopyard: 1\nnodes: {h1: {kind: host, interfaces: {eth0: {%}}}}\n", "/definitions/interface/properties");
        row("guest", "hopyard: 1\nnodes: {h1: {kind: hypervisor, guests: {g: {%}}}}\n", "/definitions/guest/properties");
        row("guest interface", "hopyard: 1\nnodes: {h1: {kind: hypervisor, guests: {g: {interfaces: {eth0: {%}}}}}}\n",
            "/definitions/guest/properties/interfaces/patternProperties/^[^ ~1:]{1,15}$/properties");
        row("computer", "hopyard: 1\nnodes: {h1: {kind: hypervisor, computer: {%}}}\n", "/definitions/node/properties/computer/properties");
        row("machine", "hopyard: 1\nnodes: {h1: {kind: qemu, machine: {%}}}\n", "/definitions/node/properties/machine/properties");
        row("bridge", "hopyard: 1\nnodes: {h1: {kind: switch, bridge: {%}}}\n", "/definitions/node/properties/bridge/properties");
        row("service", "hopyard: 1\nnodes: {h1: {kind: forwarder, service: {%}}}\n", "/definitions/node/properties/service/properties");
        row("link", "hopyard: 1\nlinks: [{ends: [a:b, c:d], %}]\n", "/definitions/link/properties");
        row("direction", "hopyard: 1\nlinks: [{ends: [a:b, c:d], forward: {%}}]\n", "/definitions/link/properties/forward/properties");
        row("guide", "hopyard: 1\nguide: {%}\n", "/properties/guide/properties");
        row("step", "hopyard: 1\nguide: {steps: [{%}]}\n", "/properties/guide/properties/steps/items/properties");
        row("check", "hopyard: 1\nchecks: {c: {%}}\n", "/definitions/check/properties");
        row("condition", "hopyard: 1\nchecks: {c: {all: [{%}]}}\n", "/definitions/condition/properties");
        row("drawing", "hopyard: 1\ndrawing: {%}\n", "/properties/drawing/properties");
        row("layer", "hopyard: 1\ndrawing: {layers: {a: {%}}}\n", "/properties/drawing/properties/layers/patternProperties/^[^\\x00-\\x1f]+$/properties");
        row("shape", "hopyard: 1\ndrawing: {shapes: {a: {kind: note, %}}}\n",
            "/properties/drawing/properties/shapes/patternProperties/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/properties");
        row("group", "hopyard: 1\ndrawing: {groups: {a: {%}}}\n", "/properties/drawing/properties/groups/patternProperties/^[^\\x00-\\x1f]+$/properties");
        row("way", "hopyard: 1\ndrawing: {links: [{ends: [a:b, c:d], %}]}\n", "/properties/drawing/properties/links/items/properties");
        row("solution", "hopyard: 1\nsolution: {%}\n", "/properties/solution/properties");
        for (const char *kind : {"ping", "traceroute", "route", "adjacency", "bgp", "seen", "throughput", "config"})
            row(kind, QStringLiteral("hopyard: 1\nchecks: {c: {%1: {%}}}\n").replace("%1", kind),
                qPrintable(QStringLiteral("/definitions/condition/properties/%1/properties").arg(kind)));
    }
    void keysAreTheReaders()
    {
        QFETCH(QString, text);
        QFETCH(QString, where);
        const std::set<std::string> known = keysOfReader(text.toStdString());
        QVERIFY2(!known.empty(), qPrintable(text));
        std::set<std::string> said;
        const Json rules = schema();
        for (const auto &[key, rule] : rules.at(Json::json_pointer(where.toStdString())).items())
            said.insert(key);
        QCOMPARE(QStringList(), [&] {
            QStringList differ;
            for (const std::string &key : known)
                if (!said.contains(key))
                    differ += QString::fromStdString("the schema lacks " + key);
            for (const std::string &key : said)
                if (!known.contains(key))
                    differ += QString::fromStdString("the reader does not know " + key);
            return differ;
        }());
    }

    void mistakesDoNotFit_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no version") << "title: x\n";
        QTest::newRow("another key") << "hopyard: 1\nnode: {}\n";
        QTest::newRow("no kind") << "hopyard: 1\nnodes: {h1: {at: [0, 0]}}\n";
        QTest::newRow("another kind") << "hopyard: 1\nnodes: {h1: {kind: rooter}}\n";
        QTest::newRow("a name that is none") << "hopyard: 1\nnodes: {\"h 1\": {kind: host}}\n";
        QTest::newRow("one end") << "hopyard: 1\nlinks: [{ends: [a:b]}]\n";
        QTest::newRow("two conditions") << "hopyard: 1\nchecks: {c: {ping: {from: a, to: b}, http: {from: a, url: b}}}\n";
        QTest::newRow("no condition") << "hopyard: 1\nchecks: {c: {title: x}}\n";
        QTest::newRow("a condition lacks a key") << "hopyard: 1\nchecks: {c: {ping: {from: a}}}\n";
        QTest::newRow("an unknown view") << "hopyard: 1\nguide: {steps: [{view: moon}]}\n";
        QTest::newRow("a parameter of two kinds") << "hopyard: 1\nparameters: {p: {from: 1, to: 2, choose: [3]}}\n";
    }
    void mistakesDoNotFit()
    {
        QFETCH(QString, text);
        const Json rules = schema();
        QVERIFY(!Validator(rules).problem(yaml(text.toStdString())).empty());
    }
};

QTEST_APPLESS_MAIN(TestSchema)
#include "tst_schema.moc"
