package io.sallyport.broker.console;

import io.sallyport.broker.account.AccountView;

/** A passkey as a row of a table. {@code used}: when last, or never. */
record AccountKeyRow(String id, String label, Moment since, String used, boolean synced) {
    static AccountKeyRow of(AccountView.Key key) {
        return new AccountKeyRow(key.id(), Text.plain(key.label()), Moment.of(key.since()),
                key.used().map(Moment::of).map(Moment::text).orElse("never"), key.synced());
    }
}
