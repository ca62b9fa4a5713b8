package io.sallyport.broker.identity;

/** Something a person can show at the account directory. */
public enum Factor {
    PASSWORD, OTP, PASSKEY, RECOVERY_CODE
}
