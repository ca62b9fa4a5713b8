package io.sallyport.broker.console;

import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.service.LastDay;
import io.sallyport.broker.service.ServiceChange;
import io.sallyport.broker.service.ServiceForm;
import io.sallyport.broker.service.ServiceSheet;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a form about a service account says, read, and what it takes away from the one there is. Pure; {@link BadInput} says what can't be read. */
record ServiceEdit(PersonName owner, Instant until, List<Cidr> networks, Set<GroupName> groups) {
    static ServiceEdit of(ServiceTyped typed) {
        return new ServiceEdit(ServiceRead.person("owner", typed.owner()),
                LastDay.end(typed.until()).orElseThrow(() -> Read.bad("until", "a day such as 2027-03-31")),
                ServiceRead.networks(words(typed.networks())), ServiceRead.groups(words(typed.groups())));
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    /** One to be made. */
    ServiceForm form(ServiceTyped typed) {
        PersonName name = ServiceRead.person("name", typed.name());
        return new ServiceForm(name, typed.title().isEmpty() ? name.value() : typed.title(),
                Read.organisation("organisation", typed.organisation()),
                new ServiceAccount(owner, until, networks), groups);
    }

    /** What is different from the account as it is; the rest stays, whatever became of it meanwhile. */
    ServiceChange change(ServiceSheet now) {
        ServiceAccount account = now.service();
        boolean sameDay = LastDay.of(until).equals(LastDay.of(account.until()));
        return new ServiceChange(different(owner, account.owner()),
                sameDay ? Optional.empty() : Optional.of(until), different(networks, account.networks()),
                different(groups, now.account().groups()));
    }

    private static <T> Optional<T> different(T wanted, T now) {
        return wanted.equals(now) ? Optional.empty() : Optional.of(wanted);
    }

    /** What the account would not have any more, in sentences: sessions may end with it. Empty: nothing. */
    List<String> losses(ServiceSheet now) {
        List<String> losses = new ArrayList<>();
        change(now).until().filter(end -> end.isBefore(now.service().until())).ifPresent(end -> losses
                .add("It ends with " + LastDay.of(end) + ", not with " + LastDay.of(now.service().until())
                        + "."));
        for (Cidr before : now.service().networks()) {
            if (networks.stream().noneMatch(each -> each.covers(before))) {
                losses.add("It does not come from all of " + before + " any more.");
            }
        }
        now.account().groups().stream().filter(group -> !groups.contains(group)).sorted()
                .forEach(group -> losses.add("It is not in the group " + group + " any more."));
        return losses;
    }

    /** What can be changed of an account, in one text: equal for equal ones. */
    static String seen(ServiceSheet sheet) {
        return String.join(" ", Stream.concat(
                Stream.concat(Stream.of(sheet.service().owner().value(), sheet.service().until().toString()),
                        sheet.service().networkTexts().stream()),
                sheet.groupTexts().stream()).toList());
    }
}
