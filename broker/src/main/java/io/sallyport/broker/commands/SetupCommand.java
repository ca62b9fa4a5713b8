package io.sallyport.broker.commands;

import io.sallyport.broker.target.Target;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.cert.SshPublicKey;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code setup}: what an engineer's SSH client has to know, ready to append. */
@Command(footer = {"", "Examples:", "  ssh gw setup", "  ssh gw setup config >> ~/.ssh/config",
        "  ssh gw setup known_hosts >> ~/.ssh/known_hosts"})
final class SetupCommand implements GatewayCommand {
    /** What to print. */
    enum Part {
        all, config, known_hosts
    }

    /** Targets spelt out; people with more use a pattern of their own. */
    private static final int TARGETS = 200;

    private final Call call;

    @Parameters(paramLabel = "PART", arity = "0..1", description = "config, known_hosts or all")
    private Part part = Part.all;

    SetupCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        List<String> config = config();
        List<String> known = knownHosts();
        if (call.say().json()) {
            return call.say().json(Json.object().put("config", Json.strings(config))
                    .put("known_hosts", Json.strings(known)).build());
        }
        if (part == Part.all) {
            call.say().line("# Append to ~/.ssh/config:");
        }
        if (part != Part.known_hosts) {
            call.say().lines(config);
        }
        if (part == Part.all) {
            call.say().line("");
            call.say().line("# Append to ~/.ssh/known_hosts (one line for all of them):");
        }
        if (part != Part.config) {
            call.say().lines(known);
        }
        return Say.DONE;
    }

    private List<String> config() {
        Desks.Place place = call.desks().place();
        List<String> lines = new ArrayList<>(
                List.of("Host " + place.name(), "    HostName " + place.host(), "    Port " + place.port(),
                        "    HostKeyAlias " + place.name()));
        for (String target : targets()) {
            lines.addAll(List.of("Host " + target, "    ProxyJump " + place.name(),
                    "    HostKeyAlias " + target, "    ForwardAgent no"));
        }
        return lines;
    }

    // Names only, never "*": this authority vouches for our hosts, not for every host the engineer
    // knows.
    private List<String> knownHosts() {
        List<String> names = new ArrayList<>(List.of(call.desks().place().name()));
        names.addAll(targets());
        List<String> lines = new ArrayList<>();
        for (SshPublicKey authority : call.desks().authority().trust().hostCas()) {
            lines.add("@cert-authority " + String.join(",", names) + " " + authority.line() + " sallyport");
        }
        return lines;
    }

    private List<String> targets() {
        return call.desks().targets().visibleTo(call.person()).stream().map(Target::name)
                .map(Object::toString).limit(TARGETS).toList();
    }
}
