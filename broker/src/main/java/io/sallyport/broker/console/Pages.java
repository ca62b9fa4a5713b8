package io.sallyport.broker.console;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.policy.SecondPerson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What surrounds the pages: navigation by role, name, token, and the pages that say no. Safe for many threads. */
final class Pages {
    private final Statics statics;
    private final Engagements engagements;
    private final Requests requests;
    private final Reviews reviews;
    private final Policies policies;
    private final WaitingList waiting;
    private final ProviderBook providers;
    private final ServiceBook services;
    // Whether people have accounts here.
    private final BooleanSupplier accounts;

    Pages(Statics statics, ConsoleDesks desks) {
        this.accounts = () -> desks.accounts().filter(EmbeddedAccounts::any).isPresent();
        this.statics = statics;
        this.engagements = desks.engagements();
        this.requests = desks.requests();
        this.reviews = desks.reviews();
        this.policies = desks.policies();
        this.waiting = desks.waiting();
        this.providers = desks.providers();
        this.services = desks.services();
    }

    /** @param current the place in the navigation this page belongs to */
    Chrome chrome(Call call, String title, String current) {
        return call.maybeCaller().map(caller -> signedIn(caller, title, current))
                .orElseGet(() -> door(title));
    }

    /** For pages in front of the door, whoever looks. */
    Chrome door(String title) {
        return new Chrome(title, List.of(), "", "", "", false, false, "", 0, "/", "Start",
                statics::address);
    }

    Reply.Html message(Call call, Problem problem) {
        return new Reply.Html(problem.status(), false, "message",
                Map.of("chrome", chrome(call, problem.title(), ""), "problem", problem));
    }

    String titleOf(Person person) {
        return engagements.organisation(person.organisation()).map(Organisation::title)
                .filter(title -> !title.isBlank()).map(Text::plain).orElse(person.organisation().value());
    }

    private Chrome signedIn(Caller caller, String title, String current) {
        Person person = caller.person();
        int emergencies = reviews.waiting(person).size();
        return new Chrome(title, nav(person, current, emergencies), Text.plain(person.fullName()),
                titleOf(person), caller.session().csrfToken(), true, false, alarm(person),
                current.equals("/inbox") ? 0 : emergencies, "/", "Start", statics::address);
    }

    private List<NavItem> nav(Person person, String current, int emergencies) {
        List<NavItem> items = new ArrayList<>();
        int beside = Access.INBOX.admits(person) ? waiting.of(person).size() : 0;
        if (person.is(Role.APPROVER) || person.is(Role.MANAGER) || emergencies + beside > 0) {
            items.add(new NavItem("/inbox", "Inbox", current.equals("/inbox"), true,
                    emergencies + beside + requests.inbox(person).size()));
        }
        if (person.is(Role.ENGINEER)) {
            items.add(item("/requests", "My requests", current));
        }
        items.add(item("/sessions", "Sessions", current));
        items.add(item("/targets", "Targets", current));
        items.add(item("/keys", "Keys", current));
        if (SecondPerson.maySee(person)) {
            items.add(item("/policy", policies.proposal().isPresent() ? "Policy (1 waits)" : "Policy",
                    current));
        }
        if (Access.MAINTENANCE.admits(person)) {
            items.add(item("/maintenance", "Maintenance", current));
        }
        if (!providers.all(person).isEmpty()) {
            items.add(item("/providers", "Providers", current));
        }
        if (services.any(person)) {
            items.add(item(ServiceRoutes.HOME, "Automation", current));
        }
        if (Access.OPERATORS.admits(person) || sponsors(person)) {
            items.add(item("/off-boarding", "Off-boarding", current));
        }
        items.add(item("/tokens", "Tokens", current));
        if (Access.OPERATORS.admits(person)) {
            items.add(item("/health", "Health", current));
        }
        if (accounts.getAsBoolean()) {
            items.add(item("/account", "Account", current));
        }
        return items;
    }

    private boolean sponsors(Person person) {
        return person.internal()
                && engagements.all().stream().anyMatch(each -> each.sponsor().equals(person.name()));
    }

    private String alarm(Person person) {
        return SecondPerson.maySee(person) && !policies.problems().isEmpty()
                ? "The policy folder can't be used. The last good version stays in force until the operator"
                        + " mends it."
                : "";
    }

    private static NavItem item(String href, String label, String current) {
        return new NavItem(href, label, current.equals(href), false, 0);
    }
}
