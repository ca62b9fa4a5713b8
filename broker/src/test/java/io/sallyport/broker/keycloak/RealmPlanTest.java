package io.sallyport.broker.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealmPlanTest {
    @Test
    void aGroupComesAfterThoseAboveIt() {
        RealmPlan plan = new RealmPlan(AccountMappingTest.SETTINGS, URI.create("https://gw.example.com:8443"),
                "sallyport-console", List.of());
        assertEquals(List.of("/acme", "/acme/ops", "/company", "/owners"), List.copyOf(plan.groups()));
    }
}
