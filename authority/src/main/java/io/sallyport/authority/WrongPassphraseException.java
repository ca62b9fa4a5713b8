package io.sallyport.authority;

/** The passphrase does not open the key file, or the file was changed. */
final class WrongPassphraseException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongPassphraseException() {
        super("the passphrase is wrong, or the key file was changed");
    }
}
