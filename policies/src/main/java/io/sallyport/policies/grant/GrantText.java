package io.sallyport.policies.grant;

import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A grant in plain words, one fact per line. Approver, engineer and auditor read the same text, rendered from the same
 * object that the host enforces. Free texts (reason, ticket) are as people wrote them: sanitise before a terminal.
 */
public final class GrantText {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private GrantText() {}

    /** The whole grant. */
    public static List<String> lines(Grant grant) {
        List<String> lines = new ArrayList<>();
        lines.add(grant.person() + " of " + grant.organisation() + " may work on " + grant.target() + " as "
                + grant.login());
        lines.add("from " + TIME.format(grant.notBefore()) + " until " + TIME.format(grant.notAfter()) + " ("
                + Durations.text(Duration.between(grant.notBefore(), grant.notAfter())) + "; "
                + grant.endReason() + ")");
        lines.add("because: " + grant.reason());
        grant.ticket().ifPresent(ticket -> lines.add("ticket: " + ticket));
        lines.add(cause(grant));
        lines.addAll(rights(grant.rights()));
        lines.add("ends within " + Durations.text(grant.lease())
                + " when the host no longer hears from the broker");
        return List.copyOf(lines);
    }

    private static String cause(Grant grant) {
        String rule = " under rule " + grant.rule() + (grant.requires().isEmpty()
                ? ""
                : ", tightened by "
                        + String.join(", ", grant.requires().stream().map(Object::toString).toList()));
        return switch (grant.kind()) {
            case STANDARD -> "approved by " + String.join(", ", grant.approvals().stream()
                    .map(approval -> approval.person() + " (" + TIME.format(approval.at()) + ")").toList())
                    + rule;
            case AUTOMATIC -> "approved by the policy itself" + rule;
            case BREAK_GLASS -> "EMERGENCY ACCESS, reviewed afterwards," + rule;
        };
    }

    /** What may be done, and what protects it. */
    public static List<String> rights(Rights rights) {
        List<String> lines = new ArrayList<>();
        lines.add("shell: " + shell(rights));
        lines.add("commands: " + rights.exec());
        lines.add("files: " + files(rights.sftp()));
        lines.add("forwarding from the target: " + rights.forward());
        addUnless(rights.reverse().isNone(), lines, "forwarding to the target: " + rights.reverse());
        addUnless(!rights.agentForwarding(), lines, "the engineer's SSH agent is reachable on the target");
        addUnless(!rights.x11(), lines, "X11 forwarding: yes");
        addUnless(rights.sudo().isNone(), lines, "as another account: " + rights.sudo());
        lines.add("recorded: " + recorded(rights.record()));
        rights.observers().forEach(observer -> lines.add(observer(observer)));
        rights.idle().ifPresent(idle -> lines.add("ends after " + Durations.text(idle) + " without input"));
        lines.add("sessions at the same time: " + rights.concurrent());
        return List.copyOf(lines);
    }

    private static void addUnless(boolean not, List<String> lines, String line) {
        if (!not) {
            lines.add(line);
        }
    }

    private static String shell(Rights rights) {
        if (!rights.shell()) {
            return rights.pty() ? "no (commands may use a terminal)" : "no";
        }
        return rights.pty() ? "yes, with a terminal" : "yes, without a terminal";
    }

    private static String files(Sftp sftp) {
        String mode = switch (sftp.mode()) {
            case NONE -> "no transfer by sftp";
            case READ -> "may be fetched by sftp";
            case READ_WRITE -> "may be fetched and stored by sftp";
        };
        return sftp.paths().isAny() ? mode : mode + ", only " + sftp.paths();
    }

    private static String recorded(Recording recording) {
        String input = switch (recording.input()) {
            case TIMING -> "all output, the time of every input";
            case REDACTED -> "all output and input, except what is typed without echo";
            case FULL -> "all output and input, also what is typed without echo";
        };
        String failure = switch (recording.onFailure()) {
            case TERMINATE -> "no recording, no session";
            case CONTINUE -> "goes on when the recording fails";
        };
        return input + "; " + failure
                + (recording.seal() == Recording.Seal.SEALED ? "; sealed for auditors" : "");
    }

    private static String observer(Observer observer) {
        String absence = switch (observer.absent()) {
            case CONTINUE -> "goes on without them";
            case PAUSE -> "pauses without them";
            case TERMINATE -> "ends without them";
        };
        return "watched by " + observer.count() + " of " + observer.from() + "; " + absence + " after "
                + Durations.text(observer.grace());
    }
}
