package io.sallyport.broker.console;

import java.util.List;

/** Looks at what the broker needs. Blocks for a second or two at most. */
public interface HealthProbe {
    /**
     * One part of the whole.
     *
     * @param code stable: {@code journal}, {@code database}, {@code authority}, {@code policy},
     *     {@code emergencies}, {@code agents}
     * @param needed nobody can be let in without it
     * @param detail for operators
     */
    record Check(String code, boolean ok, boolean needed, String detail) {}

    List<Check> checks();
}
