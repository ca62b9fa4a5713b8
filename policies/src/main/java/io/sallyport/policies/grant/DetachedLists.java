package io.sallyport.policies.grant;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lists that came beside certificates, by their hash. Nothing is believed of them but what a certificate names. Immutable. */
public record DetachedLists(Map<String, GrantLists> bySha256) {

    private static final DetachedLists NONE = new DetachedLists(Map.of());

    public DetachedLists {
        bySha256 = Map.copyOf(bySha256);
    }

    /** The usual case: every grant stands whole in its certificate. */
    public static DetachedLists none() {
        return NONE;
    }

    public static DetachedLists of(Collection<GrantLists> lists) {
        Map<String, GrantLists> byHash = new LinkedHashMap<>();
        lists.forEach(each -> byHash.put(each.sha256(), each));
        return new DetachedLists(byHash);
    }

    Optional<GrantLists> named(String sha256) {
        return Optional.ofNullable(bySha256.get(sha256));
    }
}
