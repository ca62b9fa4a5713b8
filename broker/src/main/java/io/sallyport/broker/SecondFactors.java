package io.sallyport.broker;

import io.sallyport.broker.identity.Account;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.AccountsUnavailableException;
import io.sallyport.broker.identity.Factor;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.keys.RecentProof;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;

/**
 * Whether somebody has a second factor, wherever it is kept, and somewhere to show it: without that, somebody else's yes stands in for it. Blocking;
 * safe for many threads.
 */
record SecondFactors(StepUpFactors typed, Accounts accounts) implements RecentProof {
    @Override
    public boolean possible(PersonName person) {
        if (!typed.browser(Mfa.OTP) && !typed.browser(Mfa.PHISHING_RESISTANT)) {
            return typed.hasTotp(person);
        }
        try {
            return typed.hasTotp(person) || accounts.find(person).map(Account::factors)
                    .filter(all -> all.contains(Factor.OTP) || all.contains(Factor.PASSKEY)).isPresent();
        } catch (AccountsUnavailableException e) {
            return true; // not known, so nobody gets around it
        }
    }
}
