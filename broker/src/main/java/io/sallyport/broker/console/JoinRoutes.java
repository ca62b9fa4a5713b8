package io.sallyport.broker.console;

import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.broker.provider.JoinForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the invited come in: the link's secret stands behind {@code #} and is posted, so that it is in no log. Wrong secrets are counted by
 * source; 256 random bits are not guessed anyway.
 */
final class JoinRoutes {
    private static final int SECRET = 200;
    private static final int KEY = 2000;
    private static final Pattern NOT_A_NAME = Pattern.compile("[^a-z0-9._-]");

    private final Joining desk;
    private final Engagements engagements;
    private final Pages pages;
    private final SourceThrottle throttle;

    JoinRoutes(Joining desk, Engagements engagements, Pages pages, SourceThrottle throttle) {
        this.desk = desk;
        this.engagements = engagements;
        this.pages = pages;
        this.throttle = throttle;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/join", Access.OPEN, _ -> door(200, "")),
                Endpoint.post("/join", Access.OPEN, this::open),
                Endpoint.post("/join/accept", Access.OPEN, this::accept));
    }

    private Reply door(int status, String error) {
        return new Reply.Html(status, false, "joindoor",
                Map.of("chrome", pages.door("Join"), "error", error));
    }

    private Reply open(Call call) {
        String secret = call.field("code", SECRET).orElse("");
        Optional<Invitation> invitation = look(call, secret);
        return invitation.isEmpty()
                ? door(403, "This link is not good, or not any more. Ask whoever invited you for a new one.")
                : form(200, secret, invitation.get(),
                        JoinView.fresh(invitation.get(), name(invitation.get())));
    }

    private Optional<Invitation> look(Call call, String secret) {
        if (!throttle.mayTry(call.source())) {
            return Optional.empty();
        }
        Optional<Invitation> invitation = desk.look(secret);
        if (invitation.isEmpty()) {
            throttle.failed(call.source());
        }
        return invitation;
    }

    private Reply accept(Call call) {
        String secret = call.field("code", SECRET).orElse("");
        Optional<Invitation> invitation = look(call, secret);
        if (invitation.isEmpty()) {
            return door(403,
                    "This link is not good, or not any more. Ask whoever invited you for a new one.");
        }
        JoinForm form = new JoinForm(call.field("name", 63).orElse(""),
                call.field("full_name", 200).orElse(""),
                call.field("key", KEY).orElse(""), call.field("terms", 64).orElse(""));
        return switch (desk.accept(secret, form)) {
            case InvitationOutcome.Joined(Invitation _, Person person, Provisioned account) ->
                new Reply.Html(200, false, "joined",
                        Map.of("chrome", pages.door("Welcome"), "name", person.name().value(), "fullName",
                                Text.plain(person.fullName()), "provider", title(invitation.get()),
                                "account", AccountView.of(account)));
            case InvitationOutcome.Refused(InvitationOutcome.Reason reason, String text) -> form(
                    reason == InvitationOutcome.Reason.NO_SUCH_INVITATION ? 403 : 400, secret,
                    invitation.get(), new JoinView(form.name(), form.fullName(), form.key(), text));
            case InvitationOutcome.Done _,InvitationOutcome.Linked _ ->
                throw new IllegalStateException("accepting neither invites nor links");
        };
    }

    private Reply form(int status, String secret, Invitation invitation, JoinView view) {
        return new Reply.Html(status, false, "join",
                Map.of("chrome", pages.door("Join"), "code", secret, "provider", title(invitation), "mail",
                        Text.plain(invitation.mail()), "terms", desk.terms(), "view", view));
    }

    private String title(Invitation invitation) {
        return engagements.organisation(invitation.provider()).map(Organisation::title).map(Text::plain)
                .orElse(invitation.provider().value());
    }

    // A guess, which they may change.
    private static String name(Invitation invitation) {
        String local = invitation.mail().substring(0, invitation.mail().indexOf('@'));
        return NOT_A_NAME.matcher(local).replaceAll("").replaceFirst("^[._-]+", "");
    }
}
