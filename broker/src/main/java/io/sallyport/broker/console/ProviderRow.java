package io.sallyport.broker.console;

/** A provider in the list. {@code roster}: until when its people have to be confirmed, in words. */
record ProviderRow(String name, String title, String sponsor, String roster, String tone) {}
