package io.sallyport.broker.console;

/**
 * What a provider's page says above everything else. Each may be empty.
 *
 * @param link shown this once
 * @param linkFor whom it is for, and until when it is good
 */
record ProviderNotice(String error, String link, String linkFor) {
    static final ProviderNotice NONE = new ProviderNotice("", "", "");

    static ProviderNotice error(String text) {
        return new ProviderNotice(text, "", "");
    }
}
