package io.sallyport.broker.commands;

import io.sallyport.broker.audit.AuditException;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.wire.signing.AuthorityException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Runs what people type as {@code ssh gw ...}. Exit codes: 0 done, 1 refused, 2 wrong usage, 3 try later. Blocking; safe for
 * many threads.
 */
public final class Commands {
    private static final Logger LOG = Logger.getLogger(Commands.class.getName());
    private static final int WIDEST_HELP = 120;

    private final Desks desks;

    public Commands(Desks desks) {
        this.desks = desks;
    }

    /** Runs one command line of {@code caller}, or shows an overview when there is none. */
    public int run(Caller caller, Optional<String> line, Screen screen) {
        Call call = new Call(caller, desks, new Say(screen));
        try {
            return switch (Words.of(line.orElse(""))) {
                case Words.Unclear(String why) -> call.say().usage(why);
                case Words.Split(List<String> words) when words.isEmpty() -> new Overview(call).run();
                case Words.Split(List<String> words) ->
                    run(call, words.getFirst(), words.subList(1, words.size()));
            };
        } catch (AuditException e) {
            LOG.log(Level.SEVERE, "a command could not be journalled", e);
            return call.say()
                    .later("The journal cannot be written now, so nothing was done. Try again later.");
        } catch (AuthorityException e) {
            LOG.log(Level.WARNING, "a command needs the authority", e);
            return call.say().later("The authority does not answer now. Try again later.");
        }
    }

    private static int run(Call call, String name, List<String> arguments) {
        if (name.equals("help") || name.equals("--help") || name.equals("-h")) {
            return help(call, arguments);
        }
        Optional<Catalogue.Entry> entry = Catalogue.find(name);
        if (entry.isEmpty()) {
            String hint = Suggestion.nearest(name, Catalogue.names())
                    .map(near -> " Did you mean \"" + near + "\"?").orElse("");
            return call.say().usage(
                    "There is no command \"" + shortened(name) + "\"." + hint + " All of them: ssh gw help");
        }
        if (!entry.get().forKind(call.person())) {
            return call.say().refused("\"" + name + "\" is for people: " + call.person().name()
                    + " is a service account.");
        }
        if (!entry.get().openTo(call.person())) {
            return call.say().refused("\"" + name + "\" needs the role " + entry.get().roleNames()
                    + ", which you do not have.");
        }
        return parsed(call, entry.get(), arguments);
    }

    private static int parsed(Call call, Catalogue.Entry entry, List<String> arguments) {
        GatewayCommand command = entry.make().apply(call);
        CommandLine parser = parser(call, entry, command);
        try {
            ParseResult result = parser.parseArgs(arguments.toArray(String[]::new));
            if (result.isUsageHelpRequested()) {
                call.say().text(parser.getUsageMessage(Ansi.OFF));
                return Say.DONE;
            }
            call.say().json(result.hasMatchedOption("--json"));
            return command.run();
        } catch (ParameterException e) {
            return call.say().usage(e.getMessage() + "\nHow it goes: ssh gw " + entry.name() + " --help");
        }
    }

    private static CommandLine parser(Call call, Catalogue.Entry entry, GatewayCommand command) {
        CommandLine parser = new CommandLine(command);
        // Words come from strangers: "@file" must not read our files, nor "${...}" our environment.
        parser.setExpandAtFiles(false).setInterpolateVariables(false).setTrimQuotes(false);
        parser.getCommandSpec().name("ssh gw " + entry.name());
        parser.getCommandSpec().usageMessage().description(entry.summary())
                .width(Math.min(call.say().screen().columns(), WIDEST_HELP));
        parser.getCommandSpec().addOption(
                OptionSpec.builder("-h", "--help").usageHelp(true).description("this text").build());
        parser.getCommandSpec().addOption(OptionSpec.builder("--json").type(boolean.class).arity("0")
                .description("for scripts").build());
        return parser;
    }

    private static int help(Call call, List<String> arguments) {
        if (!arguments.isEmpty()) {
            return run(call, arguments.getFirst(), List.of("--help"));
        }
        call.say().line("usage: ssh gw COMMAND [OPTIONS]");
        call.say().line("");
        Catalogue.of(call.person())
                .forEach(entry -> call.say().line("  %-11s %s".formatted(entry.name(), entry.summary())));
        call.say().line("");
        call.say().line(
                "Every command knows --help (with examples) and --json. Exit codes: 0 done, 1 refused, 2 wrong usage, 3 try later.");
        call.say().line("To work on a target you have a grant for:  ssh -J gw LOGIN@TARGET");
        return Say.DONE;
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "...";
    }
}
