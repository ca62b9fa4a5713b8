package io.sallyport.broker.oidc;

import io.sallyport.wire.text.Sanitize;

/** Why nobody is signed in this time. What it says is for the operator's log and never for who asked. */
abstract sealed class OidcTrouble extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    private OidcTrouble(String why) {
        super(Sanitize.log(why.length() > LONGEST ? why.substring(0, LONGEST) : why), null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }

    /** The provider can't be asked now. */
    static final class Away extends OidcTrouble {
        private static final long serialVersionUID = 1L;

        Away(String why) {
            super(why);
        }
    }

    /** Something was answered or sent that is not believed. */
    static final class Distrust extends OidcTrouble {
        private static final long serialVersionUID = 1L;

        Distrust(String why) {
            super(why);
        }
    }
}
