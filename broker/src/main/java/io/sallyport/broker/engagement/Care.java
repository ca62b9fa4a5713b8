package io.sallyport.broker.engagement;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who answers for a provider, and how its people come and stay.
 *
 * @param sponsor the person inside the company who answers for the provider
 * @param contacts how the provider is reached, one line each
 * @param mailDomains of whom the provider's managers may invite, in lower case; empty: of nobody
 * @param groups what those invited by the provider's managers may be given; empty: nothing
 * @param rosterEvery how often the provider has to confirm its people; empty: never
 */
public record Care(Optional<PersonName> sponsor, List<String> contacts, List<String> mailDomains,
        List<GroupName> groups, Optional<Duration> rosterEvery) {
    /** Nobody has said anything. */
    public static final Care NONE = new Care(Optional.empty(), List.of(), List.of(), List.of(),
            Optional.empty());

    public Care {
        contacts = List.copyOf(contacts);
        mailDomains = List.copyOf(mailDomains);
        groups = List.copyOf(groups);
    }
}
