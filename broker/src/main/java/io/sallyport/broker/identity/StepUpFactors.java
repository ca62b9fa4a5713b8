package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Second factors that can be checked without a browser, for the prompt of {@code ssh}. Only the embedded accounts have such;
 * an identity provider keeps its own to itself. Blocking; safe for many threads.
 *
 * <p>Every factor is asked of one person, who has already proven something else: a factor of one and a key of another never
 * go together.
 */
public interface StepUpFactors {
    /** Nobody has any: what a broker with an identity provider uses. */
    StepUpFactors NONE = new StepUpFactors() {
        @Override
        public boolean hasTotp(PersonName person) {
            return false;
        }

        @Override
        public TotpOutcome verify(PersonName person, String typed) {
            return new TotpOutcome.Wrong();
        }
    };

    /** Nobody has any that could be typed; a browser can be asked for the levels that {@code reached} admits. */
    static StepUpFactors inBrowser(Predicate<Mfa> reached) {
        return new StepUpFactors() {
            @Override
            public boolean hasTotp(PersonName person) {
                return false;
            }

            @Override
            public TotpOutcome verify(PersonName person, String typed) {
                return new TotpOutcome.Wrong();
            }

            @Override
            public boolean browser(Mfa level) {
                return reached.test(level);
            }
        };
    }

    /** The factors that are known later, when everything is wired; each call asks again which they are. */
    static StepUpFactors later(Supplier<StepUpFactors> which) {
        return new StepUpFactors() {
            @Override
            public boolean hasTotp(PersonName person) {
                return which.get().hasTotp(person);
            }

            @Override
            public TotpOutcome verify(PersonName person, String typed) {
                return which.get().verify(person, typed);
            }

            @Override
            public boolean browser(Mfa level) {
                return which.get().browser(level);
            }
        };
    }

    /** True when a one-time code can be asked of this person. False also when that can't be told now. */
    boolean hasTotp(PersonName person);

    /**
     * Looks at a time-based code (RFC 6238), or a recovery code, and uses it up when it is right: the same code is never right
     * twice. Wrong ones are counted by person, and make the next one wait.
     *
     * @param typed as it was typed, blanks and all; foreign, of any length
     */
    TotpOutcome verify(PersonName person, String typed);

    /** Whether there is a page at all on which somebody can prove that much. False: a link to it would be in vain. */
    default boolean browser(Mfa level) {
        return true;
    }
}
