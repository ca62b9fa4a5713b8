package io.sallyport.broker.commands;

import io.sallyport.broker.authority.Issuance;
import io.sallyport.broker.session.Admission;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cert}: a certificate for the key that was just proven, under a live grant. */
@Command(footer = {"", "Examples:",
        "  ssh gw cert web-1 < ~/.ssh/id_ed25519.pub > ~/.ssh/id_ed25519-cert.pub",
        "  ssh gw cert web-1 --as deploy < ~/.ssh/id_ed25519.pub > ~/.ssh/id_ed25519-cert.pub", "",
        "It is good for a few minutes, for one session, from the address you ask from."})
final class CertCommand implements GatewayCommand {
    /** Bytes read from stdin: the longest key line, and a comment. */
    private static final int LINE = 16 * 1024;

    private final Call call;

    @Parameters(paramLabel = "TARGET", description = "the target's name")
    private String target = "";
    @Option(names = "--as", paramLabel = "LOGIN", description = "which account, if you have grants for several")
    private Optional<String> login = Optional.empty();

    CertCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<TargetName> name = TargetName.parse(target);
        if (name.isEmpty()) {
            return call.say().usage("That is no target's name. Yours: ssh gw targets");
        }
        Optional<String> problem = keyProblem();
        if (problem.isPresent()) {
            return call.say().usage(problem.get());
        }
        return switch (call.desks().admissions().admit(call.person(), name.get(),
                call.arrival(name.get()))) {
            case Admission.Refused(Admission.Reason reason, String hint) -> switch (reason) {
                case OFFLINE, AUTHORITY, NO_AGENT -> call.say().later(hint);
                case NO_GRANT, PENDING, DENIED, NOT_YET, ENDED, PERSON -> call.say().refused(hint);
            };
            case Admission.Admitted(List<Grant> grants) -> choose(grants);
        };
    }

    private int choose(List<Grant> grants) {
        List<Grant> fitting = grants.stream()
                .filter(grant -> login.isEmpty()
                        || LoginName.parse(login.get()).filter(grant.login()::equals).isPresent())
                .toList();
        if (fitting.isEmpty()) {
            return call.say().refused("You have no live grant for this account there.");
        }
        if (fitting.stream().map(Grant::login).distinct().count() > 1) {
            return call.say().usage("You have grants for several accounts there. Say which: --as LOGIN");
        }
        return switch (call.desks().authority().issueUser(call.caller().key(), fitting.getFirst(),
                call.caller().source().getAddress())) {
            case Issuance.Issued(SshCertificate certificate) -> call.say().json()
                    ? call.say()
                            .json(Json.object().put("certificate", certificate.line())
                                    .put("grant", fitting.getFirst().id().value()).build())
                    : call.say().done(certificate.line());
            case Issuance.Refused(String reason, String _) ->
                call.say().later("The authority gives no certificate now (" + reason + "). Try again later.");
        };
    }

    // Only the key of this connection: a certificate for another one would be a way to lend access.
    private Optional<String> keyProblem() {
        try {
            String line = new String(call.say().screen().in().readNBytes(LINE), StandardCharsets.US_ASCII)
                    .strip();
            if (!SshPublicKey.parseLine(line).equals(call.caller().key())) {
                return Optional.of("That is another key than the one you signed in with.");
            }
            return Optional.empty();
        } catch (SshFormatException e) {
            return Optional
                    .of("Send your public key on stdin: ssh gw cert " + target + " < ~/.ssh/id_ed25519.pub");
        } catch (IOException e) {
            return Optional.of("Your public key did not arrive.");
        }
    }
}
