package io.sallyport.broker.console;

/** A note on a session: who wrote it, when, and what, with its lines. */
record NoteView(String author, Moment at, String text) {}
