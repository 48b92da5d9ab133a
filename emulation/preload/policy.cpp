// See policy.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/policy.h"

#include "emulation/preload/control.h"

#include <arpa/inet.h>

#include <climits>
#include <cstdlib>
#include <cstring>

namespace hopyard::preload {

namespace {

constexpr int kMaxRules = 64;
constexpr char kLibrary[] = "libhopyard-preload.so";

struct Rule {
    std::uint8_t family; // 4 or 6
    std::uint8_t length; // bits
    unsigned char bytes[16];
    char node[remote::kMaxNodeName + 1];
};

char g_node[remote::kMaxNodeName + 1]; // empty: the kernel
Rule g_rules[kMaxRules];
int g_ruleCount = 0;
char g_preloadedAs[PATH_MAX];

/// Copies, because a program may take its environment's memory for something else.
struct Variable {
    const char *name;
    char value[8192 - 64];
};
Variable g_variables[] = {{remote::kSocketVariable, ""}, {remote::kNodeVariable, ""}, {remote::kRulesVariable, ""}};

__thread bool t_isChosen;
__thread char t_node[remote::kMaxNodeName + 1];

void copyText(char *to, std::size_t size, const char *from, std::size_t length)
{
    if (length >= size)
        length = size - 1;
    std::memcpy(to, from, length);
    to[length] = '\0';
}

bool isKernel(const char *node) { return *node == '\0' || std::strcmp(node, remote::kKernel) == 0; }

/// "10.0.2.0/24=r1"; one that cannot be read is left out (hop exec has checked it).
void addRule(const char *text, std::size_t length)
{
    const auto *equals = static_cast<const char *>(std::memchr(text, '=', length));
    if (!equals || g_ruleCount == kMaxRules)
        return;
    char prefix[INET6_ADDRSTRLEN + 8];
    copyText(prefix, sizeof prefix, text, static_cast<std::size_t>(equals - text));
    Rule &rule = g_rules[g_ruleCount];
    char *slash = std::strchr(prefix, '/');
    if (slash)
        *slash++ = '\0';
    if (inet_pton(AF_INET, prefix, rule.bytes) == 1)
        rule.family = 4;
    else if (inet_pton(AF_INET6, prefix, rule.bytes) == 1)
        rule.family = 6;
    else
        return;
    const int most = rule.family == 4 ? 32 : 128;
    const int bits = slash ? std::atoi(slash) : most;
    if (bits < 0 || bits > most)
        return;
    rule.length = static_cast<std::uint8_t>(bits);
    copyText(rule.node, sizeof rule.node, equals + 1, length - static_cast<std::size_t>(equals + 1 - text));
    ++g_ruleCount;
}

bool holds(const Rule &rule, const remote::Address &address)
{
    if (rule.family != address.family)
        return false;
    const int whole = rule.length / 8;
    if (std::memcmp(rule.bytes, address.bytes, static_cast<std::size_t>(whole)) != 0)
        return false;
    const int rest = rule.length % 8;
    return rest == 0 || ((rule.bytes[whole] ^ address.bytes[whole]) & (0xff00 >> rest) & 0xff) == 0;
}

} // namespace

void readEnvironment()
{
    for (Variable &variable : g_variables)
        if (const char *value = std::getenv(variable.name))
            copyText(variable.value, sizeof variable.value, value, std::strlen(value));
    if (const char *path = std::getenv(remote::kSocketVariable))
        setEnginePath(path);
    if (const char *node = std::getenv(remote::kNodeVariable); node && !isKernel(node))
        copyText(g_node, sizeof g_node, node, std::strlen(node));
    for (const char *rules = std::getenv(remote::kRulesVariable); rules && *rules;) {
        const std::size_t length = std::strcspn(rules, ", ");
        addRule(rules, length);
        rules += length;
        rules += std::strspn(rules, ", ");
    }
    for (const char *list = std::getenv("LD_PRELOAD"); list && *list;) {
        const std::size_t length = std::strcspn(list, ": ");
        constexpr std::size_t own = sizeof kLibrary - 1;
        if (length >= own && std::memcmp(list + length - own, kLibrary, own) == 0)
            copyText(g_preloadedAs, sizeof g_preloadedAs, list, length);
        list += length;
        list += std::strspn(list, ": ");
    }
}

const char *targetNode()
{
    const char *node = t_isChosen ? t_node : g_node;
    return isKernel(node) ? nullptr : node;
}

bool isChosen() { return t_isChosen; }

void chooseNode(const char *node)
{
    t_isChosen = node != nullptr;
    if (node)
        copyText(t_node, sizeof t_node, node, std::strlen(node));
}

bool hasRules() { return g_ruleCount > 0; }

const char *ruleFor(const remote::Address &destination)
{
    const Rule *best = nullptr;
    for (int i = 0; i < g_ruleCount; ++i)
        if (holds(g_rules[i], destination) && (!best || g_rules[i].length > best->length))
            best = &g_rules[i];
    return best ? best->node : nullptr;
}

bool isTurned()
{
    if (g_node[0] != '\0')
        return true;
    for (int i = 0; i < g_ruleCount; ++i)
        if (!isKernel(g_rules[i].node))
            return true;
    return false;
}

const char *startedWith(const char *name)
{
    for (const Variable &variable : g_variables)
        if (std::strcmp(variable.name, name) == 0)
            return variable.value[0] != '\0' ? variable.value : nullptr;
    return nullptr;
}

const char *preloadedAs() { return g_preloadedAs[0] != '\0' ? g_preloadedAs : nullptr; }

} // namespace hopyard::preload
