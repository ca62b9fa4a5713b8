package io.sallyport.broker.provider;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;

/** Who may do what for a provider's people. Stateless. */
public final class Oversight {
    private Oversight() {}

    /** Of the company: an administrator, or the provider's sponsor. What they do, nobody has to confirm. */
    static boolean answers(Person person, Organisation provider) {
        return person.enabled() && person.internal() && (person.is(Role.ADMINISTRATOR)
                || provider.care().sponsor().filter(person.name()::equals).isPresent());
    }

    /** Of the provider: one of its managers. */
    static boolean manages(Person person, Organisation provider) {
        return person.enabled() && !person.internal() && person.is(Role.MANAGER)
                && person.organisation().equals(provider.name());
    }

    /** Either. */
    public static boolean sees(Person person, Organisation provider) {
        return !provider.internal() && (answers(person, provider) || manages(person, provider)
                || (person.enabled() && person.is(Role.AUDITOR)));
    }

    static boolean acts(Person person, Organisation provider) {
        return !provider.internal() && (answers(person, provider) || manages(person, provider));
    }
}
