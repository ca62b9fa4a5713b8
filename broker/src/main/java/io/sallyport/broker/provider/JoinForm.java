package io.sallyport.broker.provider;

/**
 * What the invited person says, as it was typed.
 *
 * @param name the name they want to have here
 * @param key an OpenSSH public key line
 * @param terms hash of the terms that they agree to
 */
public record JoinForm(String name, String fullName, String key, String terms) {}
