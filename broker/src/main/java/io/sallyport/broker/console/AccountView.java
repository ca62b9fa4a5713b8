package io.sallyport.broker.console;

import io.sallyport.broker.identity.Provisioned;
import java.util.Optional;

/**
 * What somebody who joined is told of their account.
 *
 * @param own they make its password and factors themselves, with a link that their key gets them
 * @param firstPassword shown this once; empty: there is none to show
 * @param trouble why there is no account yet; empty: there is one
 */
record AccountView(boolean own, String firstPassword, String trouble) {
    static AccountView of(Provisioned account) {
        return switch (account) {
            case Provisioned.Made made -> new AccountView(made.firstPassword().isEmpty(),
                    made.firstPassword().orElse(""), "");
            case Provisioned.Existing _ -> new AccountView(false, "", "");
            case Provisioned.Refused(String why) -> new AccountView(false, "",
                    Optional.of(why).map(Text::plain).orElse(""));
        };
    }

    // A record's own text would hold the password.
    @Override
    public String toString() {
        return "account (secret)";
    }
}
