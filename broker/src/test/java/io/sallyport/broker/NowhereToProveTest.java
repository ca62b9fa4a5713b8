package io.sallyport.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.Factor;
import io.sallyport.broker.identity.NewAccount;
import io.sallyport.broker.identity.Provisioned;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Accounts with second factors elsewhere, and no page on which anybody could show one. */
class NowhereToProveTest {
    private static final PersonName EVA = new PersonName("eva");

    /** Everybody has an authenticator app, there. */
    private static final class Elsewhere implements Accounts {
        @Override
        public String kind() {
            return "elsewhere";
        }

        @Override
        public Optional<Account> find(PersonName person) {
            return Optional.of(new Account(person, "s", person.value(), Optional.empty(),
                    new OrganisationName("acme"), Set.of(), true, Set.of(Factor.OTP)));
        }

        @Override
        public Provisioned provision(NewAccount wanted) {
            throw new IllegalStateException("nobody asks for it here");
        }

        @Override
        public void disable(PersonName person) {}

        @Override
        public void enable(PersonName person) {}

        @Override
        public void signOut(PersonName person) {}
    }

    private static boolean possible(StepUpFactors typed) {
        return new SecondFactors(typed, new Elsewhere()).possible(EVA);
    }

    @Test
    void aFactorThatNobodyCanAskForDoesNotStandInForSomebodyElsesYes() {
        assertFalse(possible(StepUpFactors.inBrowser(_ -> false)));
        assertTrue(possible(StepUpFactors.inBrowser(Mfa.OTP::equals)));
        assertTrue(possible(StepUpFactors.inBrowser(Mfa.PHISHING_RESISTANT::equals)));
    }

    @Test
    void nothingThatIsTypedCountsThere() {
        StepUpFactors nowhere = StepUpFactors.later(() -> StepUpFactors.inBrowser(_ -> false));
        assertFalse(nowhere.hasTotp(EVA));
        assertEquals(new TotpOutcome.Wrong(), nowhere.verify(EVA, "123456"));
        assertFalse(nowhere.browser(Mfa.OTP));
    }

    @Test
    void healthSaysItWithoutNamingTheOperatorsFiles() {
        var check = Health.nowhereToProve();
        assertEquals("second-proof", check.code());
        assertFalse(check.ok() || check.needed());
        assertFalse(check.detail().contains("/"), check.detail());
    }
}
