package io.sallyport.authority;

import io.sallyport.wire.Limits;

/** How many certificates may be signed a minute and at once. */
record Rates(int issuedPerMinute, int issuedBurst) {
    static final Rates STANDARD = new Rates(Limits.ISSUED_PER_MINUTE, Limits.ISSUED_BURST);

    Rates {
        if (issuedPerMinute < 1 || issuedBurst < 1) {
            throw new IllegalArgumentException("rates begin with 1");
        }
    }
}
