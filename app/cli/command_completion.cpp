// hop completion: the script that a shell loads; hop complete: what that script asks on each Tab.
//
// The scripts know nothing of Hopyard; they hand the words to `hop complete`, which knows the commands, their options,
// the runs that are going on and the nodes and links in them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs.h"

#include "app/cli/completion_scripts.h"
#include "app/cli/lab_file.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

constexpr const char *kFiles = ":files"; ///< tells the script to offer files

using Words = std::vector<std::string>;

Words runNames()
{
    Words names;
    for (const rpc::RunInfo &run : rpc::listRuns(rpc::runDirectory(), base::Duration::milliseconds(300)))
        names.push_back(run.run);
    return names;
}

/// The topology of the run, or of the only one; null where that cannot be had quickly.
rpc::Json topology(const std::string &run)
{
    const auto runs = rpc::listRuns(rpc::runDirectory(), base::Duration::milliseconds(300));
    Words names;
    for (const rpc::RunInfo &info : runs)
        names.push_back(info.run);
    std::string why;
    const auto chosen = chooseRun(names, run, why);
    if (!chosen)
        return nullptr;
    const auto client = rpc::Client::connect(runs[*chosen].socket);
    if (!client || !(*client)->hello("hop complete", base::Duration::milliseconds(300)))
        return nullptr;
    const auto answer = (*client)->call("lab.topology", rpc::Json::object(), {}, base::Duration::milliseconds(300));
    const rpc::Json *found = answer ? rpc::member(*answer, "topology") : nullptr;
    return found ? *found : answer ? *answer : rpc::Json();
}

/// Of a run, or of a lab file.
Words nodeNames(const std::string &run)
{
    if (looksLikeLabFile(run)) {
        Words names;
        if (const LabCheck check = checkLab(run); check.file)
            for (const lab::Node &node : check.file->lab.nodes)
                names.push_back(node.name);
        return names;
    }
    const rpc::Json all = topology(run);
    Words names;
    if (const rpc::Json *nodes = rpc::member(all, "nodes"); nodes && nodes->is_array())
        for (const rpc::Json &node : *nodes)
            names.push_back(rpc::stringMember(node, "name").value_or(""));
    return names;
}

Words linkEnds(const std::string &run)
{
    if (looksLikeLabFile(run)) {
        Words names;
        if (const LabCheck check = checkLab(run); check.file)
            for (const lab::Link &link : check.file->lab.links)
                for (const lab::End &end : {link.a, link.b})
                    names.push_back(lab::toString(end));
        return names;
    }
    const rpc::Json all = topology(run);
    Words names;
    if (const rpc::Json *links = rpc::member(all, "links"); links && links->is_array())
        for (const rpc::Json &link : *links)
            if (const rpc::Json *ends = rpc::member(link, "ends"); ends && ends->is_array())
                for (const rpc::Json &end : *ends)
                    if (end.is_string())
                        names.push_back(end.get<std::string>());
    return names;
}

/// The word after an option in what has been typed so far.
std::string valueOf(const Words &words, std::string_view option)
{
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == option)
            return words[i + 1];
    return {};
}

Words valuesFor(const std::string &option, const Words &words)
{
    if (option == "--run")
        return runNames();
    if (option == "--on")
        return nodeNames(words[0] == "capture" ? valueOf(words, "--run") : words.size() > 1 ? words[1] : std::string());
    if (words[0] == "what-if") {
        const std::string lab = words.size() > 1 && !words[1].starts_with("-") ? words[1] : std::string();
        if (option == "--link")
            return linkEnds(lab);
        if (option == "--node" || option == "--from" || option == "--to")
            return nodeNames(lab);
    }
    if (option == "--time")
        return {"real", "virtual"};
    if (option == "--where")
        return {"port", "before", "after"};
    if (option == "--direction")
        return {"forward", "backward", "both"};
    if (option == "--plan")
        return {"ospf", "rip", "ibgp-rr", "ebgp"};
    if (option == "--format")
        return {"graphml", "gml"};
    if (option == "--cost")
        return {"speed", "distance", "equal"};
    for (const char *file : {"--lab", "--record", "--write", "-w", "--output", "-o"})
        if (option == file)
            return {kFiles};
    return {};
}

Words positionals(const std::string &command, std::size_t place, const Words &words)
{
    const std::string run = valueOf(words, "--run");
    if (command == "run" || command == "validate" || command == "open" || command == "report" || command == "import")
        return {kFiles};
    if (command == "exec" || command == "shell" || command == "what-if") {
        Words names = runNames();
        names.push_back(kFiles);
        return names;
    }
    if (command == "pause" || command == "resume" || command == "step" || command == "stop")
        return runNames();
    if ((command == "show" || command == "console") && place == 0)
        return nodeNames(run);
    if (command == "explain") {
        // [LAB] FROM TO: a run of that name has these nodes; where no lab stands first, the only run.
        const Words runs = runNames();
        const bool beganWithRun = place > 0 && std::find(runs.begin(), runs.end(), words[1]) != runs.end();
        Words names = nodeNames(beganWithRun ? words[1] : std::string());
        if (place == 0) {
            names.insert(names.end(), runs.begin(), runs.end());
            names.push_back(kFiles);
        }
        return names;
    }
    if (command == "show")
        return place == 1 ? Words{"ip", "interface", "running-config"} : Words{"route", "arp"};
    if (command == "capture" || (command == "link" && place == 0))
        return linkEnds(run);
    if (command == "link")
        return {"delay=", "jitter=", "rate=", "queue=", "loss=", "duplicate=", "reorder=", "corrupt=", "down", "up"};
    if (command == "generate")
        return place == 0 ? Words{"line", "ring", "star", "mesh", "grid", "tree", "random", "fat-tree", "leaf-spine", "waxman", "barabasi-albert"} : Words{};
    if (command == "completion")
        return {"bash", "zsh", "fish"};
    return {};
}

/// `words`: everything after "hop", the last being the one that is typed (perhaps empty).
Words complete(const CLI::App &app, const Words &words)
{
    if (words.size() <= 1) {
        Words names{"--help", "--version"};
        for (const CLI::App *command : app.get_subcommands([](const CLI::App *) { return true; }))
            names.push_back(command->get_name());
        return names;
    }
    const auto commands = app.get_subcommands([&](const CLI::App *c) { return c->get_name() == words[0]; });
    if (commands.empty())
        return {};
    const CLI::App &command = *commands.front();
    const std::string &current = words.back();
    if (current.starts_with("-")) {
        Words names;
        for (const CLI::Option *option : command.get_options())
            for (const std::string &name : option->get_lnames())
                names.push_back("--" + name);
        return names;
    }
    const std::string &before = words[words.size() - 2];
    if (words.size() > 2 && before.starts_with("-")) {
        const CLI::Option *option = command.get_option_no_throw(before);
        if (option && option->get_expected_max() > 0)
            return valuesFor(before, words);
    }
    std::size_t place = 0;
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        const bool isOption = words[i].starts_with("-");
        const CLI::Option *option = isOption ? command.get_option_no_throw(words[i]) : nullptr;
        if (option && option->get_expected_max() > 0)
            ++i; // its value
        else if (!isOption)
            ++place;
    }
    return positionals(command.get_name(), place, words);
}

} // namespace

void addCompletion(CLI::App &app, Hop &hop)
{
    const auto shell = std::make_shared<std::string>();
    CLI::App *command = addCommand(app, hop, "completion", "Print the completion script of a shell",
                                   "  source <(hop completion bash)\n"
                                   "  hop completion zsh > ~/.zfunc/_hop\n"
                                   "  hop completion fish > ~/.config/fish/completions/hop.fish");
    command->add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->callback([&hop, shell] {
        const std::string_view script = *shell == "bash" ? kBashCompletion
            : *shell == "zsh"                            ? kZshCompletion
                                                         : kFishCompletion;
        hop.out.line(script.substr(0, script.size() - 1));
    });
}

void printCompletions(const CLI::App &app, Hop &hop, const std::vector<std::string> &words)
{
    const std::string current = words.empty() ? std::string() : words.back();
    for (const std::string &candidate : complete(app, words))
        if (candidate == kFiles || candidate.starts_with(current))
            hop.out.line(candidate);
}

} // namespace hopyard::cli
