package io.sallyport.policies.grant;

import java.util.List;

/** A field of rights that may hold lists of patterns. In the order of their names, which is that of canonical JSON. */
public enum ListField {
    EXEC("exec"), FORWARD("forward"), REVERSE("reverse"), PATHS("sftp.paths"), SUDO("sudo");

    private final String text;

    ListField(String text) {
        this.text = text;
    }

    /** As written in files, {@code sftp.paths} for the paths of {@code sftp}. */
    public String text() {
        return text;
    }

    /** What these rights hold there. */
    List<List<String>> of(Rights rights) {
        return switch (this) {
            case EXEC -> rights.exec().lists();
            case FORWARD -> rights.forward().lists();
            case REVERSE -> rights.reverse().lists();
            case PATHS -> rights.sftp().paths().lists();
            case SUDO -> rights.sudo().lists();
        };
    }

    /** These rights with other lists there. @throws IllegalArgumentException a malformed pattern, or too many */
    Rights with(Rights rights, List<List<String>> lists) {
        RightsBuilder changed = Rights.from(rights);
        switch (this) {
            case EXEC -> changed.exec(new Commands(lists));
            case FORWARD -> changed.forward(new Destinations(lists));
            case REVERSE -> changed.reverse(new Destinations(lists));
            case PATHS -> changed.sftp(new Sftp(rights.sftp().mode(), new Paths(lists)));
            case SUDO -> changed.sudo(new Commands(lists));
        }
        return changed.build();
    }
}
