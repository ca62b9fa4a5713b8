package io.sallyport.broker.commands;

import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * People to invite, one a line: {@code MAIL,NAME[,GROUP GROUP...]}. Empty lines and lines that begin with {@code #} count for nothing; a value may
 * stand in double quotes, with two for one inside (RFC 4180). All or nothing: every wrong line is told at once.
 */
final class InvitationCsv {
    static final int BYTES = 64 * 1024;
    static final int PEOPLE = 200;
    private static final int PROBLEMS = 20;

    sealed interface Result {}

    record Right(List<InvitationForm> forms) implements Result {}

    record Wrong(List<String> problems) implements Result {}

    private InvitationCsv() {}

    static Result read(OrganisationName provider, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(BYTES + 1);
            return bytes.length > BYTES
                    ? new Wrong(List.of("That is more than " + BYTES / 1024 + " KiB."))
                    : read(provider, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Wrong(List.of("The list broke off: " + Sanitize.log(String.valueOf(e.getMessage()))));
        }
    }

    static Result read(OrganisationName provider, String text) {
        List<InvitationForm> forms = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Optional<InvitationForm> form = form(provider, line);
            if (form.isPresent()) {
                forms.add(form.get());
            } else {
                problems.add("line " + (i + 1) + ": not MAIL,NAME[,GROUP GROUP...]");
            }
        }
        if (forms.size() > PEOPLE) {
            problems.add("That are " + forms.size() + " people; at most " + PEOPLE + " at a time.");
        }
        if (forms.isEmpty() && problems.isEmpty()) {
            problems.add("There is nobody in it.");
        }
        return problems.isEmpty()
                ? new Right(List.copyOf(forms))
                : new Wrong(List.copyOf(problems.subList(0, Math.min(PROBLEMS, problems.size()))));
    }

    private static Optional<InvitationForm> form(OrganisationName provider, String line) {
        List<String> cells = cells(line);
        if (cells.size() < 2 || cells.size() > 3 || cells.get(0).isBlank() || cells.get(1).isBlank()) {
            return Optional.empty();
        }
        Set<GroupName> groups = new HashSet<>();
        if (cells.size() == 3 && !cells.get(2).isBlank()) {
            for (String name : List.of(cells.get(2).strip().split("\\s+"))) {
                Optional<GroupName> group = GroupName.parse(name);
                if (group.isEmpty()) {
                    return Optional.empty();
                }
                groups.add(group.get());
            }
        }
        return Optional.of(new InvitationForm(provider, cells.get(0).strip(), cells.get(1).strip(), groups));
    }

    /** Nothing when a quote is not closed, or something stands beside a quoted value. */
    static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean closed = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (quoted && c == '"') {
                quoted = false;
                closed = true;
            } else if (!quoted && c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
                closed = false;
            } else if (!quoted && c == '"' && cell.isEmpty() && !closed) {
                quoted = true;
            } else if (closed || (!quoted && c == '"')) {
                return List.of();
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return quoted ? List.of() : cells;
    }
}
