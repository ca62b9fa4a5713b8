package io.sallyport.broker.console;

import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.OfferedKey;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.service.ServiceChange;
import io.sallyport.broker.service.ServiceDesk;
import io.sallyport.broker.service.ServiceOutcome;
import io.sallyport.broker.service.ServiceSheet;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Accounts for automation as pages: who answers for them, where they come from, their keys. One that is not the viewer's to see is one that is
 * not there, whatever they send (WEB-6).
 */
final class ServiceRoutes {
    static final String HOME = "/service-accounts";
    private static final String TITLE = "Service accounts";
    private static final int SEEN = 12_000;
    private static final int DAYS = 8;
    private static final int FINGERPRINT = 60;
    private static final String CHANGED = "Somebody changed it meanwhile. This is how it is now: look again.";

    private final ServiceBook book;
    private final ServiceCards cards;
    private final Engagements engagements;
    private final Confirmations confirmations;
    private final Pages pages;
    private final InstantSource time;

    ServiceRoutes(ConsoleDesks desks, Pages pages, InstantSource time) {
        this.book = desks.services();
        this.cards = new ServiceCards(desks.people());
        this.engagements = desks.engagements();
        this.confirmations = desks.confirmations();
        this.pages = pages;
        this.time = time;
    }

    static String page(PersonName name) {
        return HOME + "/" + name;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(HOME, Access.SIGNED_IN, call -> list(call, 200, ServiceTyped.EMPTY, "")),
                Endpoint.post(HOME, Access.SIGNED_IN, this::declare),
                Endpoint.get(HOME + "/:name", Access.SIGNED_IN,
                        call -> seen(call, sheet -> show(call, sheet, 200, ""))),
                Endpoint.post(HOME + "/:name/change", Access.SIGNED_IN,
                        call -> seen(call, sheet -> change(call, sheet))),
                Endpoint.post(HOME + "/:name/keys", Access.SIGNED_IN,
                        call -> seen(call, sheet -> addKey(call, sheet))),
                Endpoint.post(HOME + "/:name/keys/end", Access.SIGNED_IN,
                        call -> seen(call, sheet -> endKey(call, sheet))));
    }

    private Reply seen(Call call, Function<ServiceSheet, Reply> then) {
        return PersonName.parse(call.part("name"))
                .flatMap(name -> book.sheet(call.caller().person(), name)).map(then)
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply list(Call call, int status, ServiceTyped typed, String error) {
        Person viewer = call.caller().person();
        if (!book.any(viewer)) {
            return Reply.refused(Problem.notFound());
        }
        List<String> organisations = engagements.organisations().stream().map(Organisation::name)
                .filter(name -> !engagements.held().contains(name)).map(Object::toString).sorted().toList();
        return new Reply.Html(status, false, "services",
                Map.of("chrome", pages.chrome(call, TITLE, HOME), "rows",
                        book.all(viewer).stream().map(cards::row).toList(), "makes",
                        ServiceDesk.administers(viewer), "organisations", organisations, "typed",
                        typed.shown(), "error", error));
    }

    private Reply declare(Call call) {
        ServiceTyped typed = ServiceTyped.of(call);
        ServiceOutcome outcome;
        try {
            outcome = book.add(call.caller().person(), ServiceEdit.of(typed).form(typed));
        } catch (BadInput e) {
            return list(call, 400, typed, String.valueOf(e.getMessage()));
        }
        return switch (outcome) {
            case ServiceOutcome.Done(Person account) -> Reply.see(page(account.name()));
            case ServiceOutcome.Refused(ServiceOutcome.Reason reason, String text) ->
                list(call, Outcomes.status(reason), typed, Text.plain(text));
            case ServiceOutcome.KeyAdded _,ServiceOutcome.KeyRemoved _ -> Reply.see(HOME);
        };
    }

    private Reply show(Call call, ServiceSheet sheet, int status, String error) {
        return show(call, sheet, status, error, ServiceTyped.of(sheet));
    }

    private Reply show(Call call, ServiceSheet sheet, int status, String error, ServiceTyped typed) {
        ServiceView view = cards.of(sheet);
        return new Reply.Html(status, false, "service",
                Map.of("chrome", pages.chrome(call, view.title(), HOME).withBack(HOME, TITLE), "a", view,
                        "typed", typed.shown(), "error", error, "raise", raise(call, sheet)));
    }

    // Empty where nothing is to be proven, or the proof is fresh enough.
    private String raise(Call call, ServiceSheet sheet) {
        return !sheet.answers() || ServiceRead.shown(call, time).atLeast(Mfa.OTP)
                ? ""
                : confirmations.raise(Mfa.OTP, page(sheet.account().name())).orElse("");
    }

    private Reply change(Call call, ServiceSheet sheet) {
        ServiceTyped typed = ServiceTyped.of(call);
        ServiceEdit edit;
        try {
            edit = ServiceEdit.of(typed);
        } catch (BadInput e) {
            return show(call, sheet, 400, String.valueOf(e.getMessage()), typed);
        }
        if (!call.requiredField("seen", SEEN).equals(ServiceEdit.seen(sheet))) {
            return show(call, sheet, 409, CHANGED);
        }
        ServiceChange change = edit.change(sheet);
        if (change.nothing()) {
            return Reply.see(page(sheet.account().name()));
        }
        List<String> losses = edit.losses(sheet);
        if (sheet.changes() && !losses.isEmpty() && call.field("sure", 5).isEmpty()) {
            return ask(call, sheet, losses, typed);
        }
        return said(call, sheet, typed,
                book.change(call.caller().person(), sheet.account().name(), change));
    }

    // What it loses may end sessions at once: that is said before.
    private Reply ask(Call call, ServiceSheet sheet, List<String> losses, ServiceTyped typed) {
        ServiceView view = cards.of(sheet);
        return Reply.page("servicesure", Map.of("chrome", sure(call, sheet, "Change " + view.name()), "a",
                view, "losses", losses, "typed", typed.shown()));
    }

    private Chrome sure(Call call, ServiceSheet sheet, String title) {
        return pages.chrome(call, title, HOME).withBack(page(sheet.account().name()),
                Text.plain(sheet.account().fullName()));
    }

    private Reply addKey(Call call, ServiceSheet sheet) {
        Optional<Duration> lifetime = call.field("days", DAYS).map(text -> ServiceRead.days("days", text));
        return said(call, sheet, ServiceTyped.of(sheet),
                book.addKey(call.caller().person(), sheet.account().name(),
                        call.requiredField("key", OfferedKey.LONGEST), lifetime,
                        ServiceRead.shown(call, time)));
    }

    private Reply endKey(Call call, ServiceSheet sheet) {
        KeyFingerprint key = KeyRoutes.fingerprint(call.requiredField("key", FINGERPRINT));
        Optional<RegisteredKey> known = sheet.keys().stream()
                .filter(each -> each.fingerprint().equals(key)).findFirst();
        if (sheet.answers() && known.isPresent() && call.field("sure", 5).isEmpty()) {
            boolean only = sheet.keys().stream()
                    .noneMatch(each -> !each.fingerprint().equals(key) && each.good(time.instant()));
            return Reply.page("servicekeysure", Map.of("chrome", sure(call, sheet, "End a key"), "name",
                    sheet.account().name().value(), "key", KeyRoutes.row(known.get()), "only", only));
        }
        return said(call, sheet, ServiceTyped.of(sheet),
                book.removeKey(call.caller().person(), sheet.account().name(), key));
    }

    private Reply said(Call call, ServiceSheet sheet, ServiceTyped typed, ServiceOutcome outcome) {
        return switch (outcome) {
            case ServiceOutcome.Done _,ServiceOutcome.KeyAdded _,ServiceOutcome.KeyRemoved _ ->
                Reply.see(page(sheet.account().name()));
            case ServiceOutcome.Refused(ServiceOutcome.Reason reason, String text) ->
                show(call, sheet, Outcomes.status(reason), Text.plain(text), typed);
        };
    }
}
