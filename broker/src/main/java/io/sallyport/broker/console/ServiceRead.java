package io.sallyport.broker.console;

import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.keys.KeySettingsReader;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is written of a service account, to domain types, at the edge: the same for the pages and over REST. */
final class ServiceRead {
    private ServiceRead() {}

    static PersonName person(String field, String text) {
        return PersonName.parse(text).orElseThrow(() -> Read.bad(field, "the name of an account"));
    }

    /** At most {@link ServiceAccount#MOST_NETWORKS}; whether none will do is the desk's to say. */
    static List<Cidr> networks(List<String> texts) {
        if (texts.size() > ServiceAccount.MOST_NETWORKS) {
            throw Read.bad("networks", "at most " + ServiceAccount.MOST_NETWORKS + " networks");
        }
        return texts.stream().map(text -> Cidr.parse(text).orElseThrow(
                () -> Read.bad("networks", "a list of addresses or networks such as 203.0.113.0/24")))
                .toList();
    }

    static Set<GroupName> groups(List<String> texts) {
        Set<GroupName> groups = new HashSet<>();
        for (String text : texts) {
            groups.add(GroupName.parse(text)
                    .orElseThrow(() -> Read.bad("groups", "a list of groups such as acme/deploy")));
        }
        return groups;
    }

    static Duration days(String field, String text) {
        return KeySettingsReader.days(text).orElseThrow(() -> Read.bad(field, "whole days such as 90d"));
    }

    /** What the caller has shown beyond a key within {@link KeyDesk#RECENT}; an API token shows nothing. */
    static Mfa shown(Call call, InstantSource time) {
        return call.caller().session().assurance().covers(Mfa.OTP, KeyDesk.RECENT, time.instant())
                ? call.caller().session().assurance().level()
                : Mfa.NONE;
    }
}
