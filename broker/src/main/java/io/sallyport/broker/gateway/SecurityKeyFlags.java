package io.sallyport.broker.gateway;

import io.sallyport.policies.policy.Mfa;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * What a security key says of the person who used it, in the signature itself (OpenSSH PROTOCOL.u2f, "SSH U2F Signatures"): both flags are
 * under the signature, so a client can't make them up.
 *
 * @param present somebody touched it
 * @param verified it made sure who, by a PIN or a finger
 */
record SecurityKeyFlags(boolean present, boolean verified) {
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;

    /** Of a signature that was verified: string type, string signature, byte flags, uint32 counter. */
    static SecurityKeyFlags of(byte[] signature) {
        ByteArrayBuffer in = new ByteArrayBuffer(signature);
        in.getString();
        in.getBytes();
        int flags = in.getUByte();
        return new SecurityKeyFlags((flags & PRESENT) != 0, (flags & VERIFIED) != 0);
    }

    /** A touch alone shows that somebody was there, and not who. */
    Mfa shows() {
        return present && verified ? Mfa.PHISHING_RESISTANT : Mfa.NONE;
    }
}
