package io.sallyport.agent;

import java.util.Optional;

/** The version this agent tells: the one of its jar, if it runs from one. */
final class AgentVersion {

    private AgentVersion() {}

    static String text() {
        return Optional.ofNullable(AgentVersion.class.getPackage().getImplementationVersion())
                .orElse("0.1.0");
    }
}
