package io.sallyport.broker.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {
    @ParameterizedTest
    @CsvSource({"25.0.6,true", "26.5.9,true", "26.6.7,true", "26.6.8,false", "26.6.12,false", "26.7.0,true",
            "26.7.3,true", "26.7.4,true", "26.7.5,false", "26.7.5.redhat-1,false", "26.8.0,false",
            "27.0.0,false", "nightly,true", "999.0.0-SNAPSHOT,false"})
    void onlyVersionsWithTheRepairsAreBeyondDoubt(String version, boolean doubted) {
        assertEquals(doubted, ServerVersion.doubt(version).isPresent(), version);
    }
}
