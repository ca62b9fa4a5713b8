package io.sallyport.broker.console;

import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.service.LastDay;
import io.sallyport.broker.service.ServiceSheet;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;

/** Accounts for automation as pages show them. Safe for many threads. */
final class ServiceCards {
    private final People people;

    ServiceCards(People people) {
        this.people = people;
    }

    ServiceRow row(ServiceSheet sheet) {
        return new ServiceRow(sheet.account().name().value(), Text.plain(sheet.account().fullName()),
                sheet.account().organisation().value(), sheet.state(), tone(sheet),
                String.join(" ", why(sheet)), name(sheet.service().owner()),
                LastDay.of(sheet.service().until()),
                String.join(", ", sheet.service().networkTexts()), sheet.keys().size(), used(sheet),
                elsewhere(sheet));
    }

    ServiceView of(ServiceSheet sheet) {
        Person account = sheet.account();
        boolean declared = account.origin() != Origin.SALLYPORT;
        return new ServiceView(account.name().value(), Text.plain(account.fullName()), sheet.state(),
                tone(sheet), why(sheet), elsewhere(sheet), facts(sheet),
                sheet.keys().stream().map(KeyRoutes::row).toList(), ServiceEdit.seen(sheet), sheet.changes(),
                sheet.answers(), declared);
    }

    private static String tone(ServiceSheet sheet) {
        return sheet.state().equals("active") ? "good" : "bad";
    }

    private List<Fact> facts(ServiceSheet sheet) {
        PersonName owner = sheet.service().owner();
        List<String> groups = sheet.groupTexts();
        return List.of(new Fact("Organisation", sheet.account().organisation().value(), true),
                new Fact("Owner", name(owner) + " (" + owner + ")", false),
                new Fact("Last day", LastDay.of(sheet.service().until()), false),
                new Fact("Comes from", String.join(", ", sheet.service().networkTexts()), true),
                new Fact("Groups", groups.isEmpty() ? "none" : String.join(", ", groups), true),
                new Fact("Key used last", used(sheet), false));
    }

    private static List<String> why(ServiceSheet sheet) {
        if (sheet.holds().isEmpty()) {
            return sheet.account().enabled() ? List.of() : List.of("It is disabled in the directory file.");
        }
        return sheet.holds().stream().sorted().map(hold -> switch (hold) {
            case OWNER -> "Nobody answers for it: " + sheet.service().owner()
                    + " is not active, or can't answer for it.";
            case ENDED -> "Its time is over: its last day was " + LastDay.of(sheet.service().until()) + ".";
            case DEPARTED -> "It was off-boarded.";
            case DORMANT -> "It was not seen for too long.";
            case SUSPENDED -> "An administrator suspended it.";
            case ACCOUNT -> "Its account at the identity provider is disabled or gone.";
            case ROSTER -> "Its provider did not confirm it in time.";
        }).toList();
    }

    private static String used(ServiceSheet sheet) {
        return sheet.lastUsed().map(Instant::toString).map(text -> text.substring(0, 10)).orElse("never");
    }

    private static String elsewhere(ServiceSheet sheet) {
        return sheet.sighting().map(each -> each.source() + " at " + Moment.of(each.at()).text()).orElse("");
    }

    private String name(PersonName name) {
        return Text.plain(people.byName(name).map(Person::fullName).orElse(name.value()));
    }
}
