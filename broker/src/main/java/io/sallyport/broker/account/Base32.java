package io.sallyport.broker.account;

/** Base32 as authenticator apps read it: RFC 4648 §6, upper case, without padding. Pure. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte each : bytes) {
            held = (held << 8) | (each & 0xff);
            bits += 8;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(ALPHABET.charAt((held >> bits) & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((held << (BITS - bits)) & 31));
        }
        return text.toString();
    }
}
