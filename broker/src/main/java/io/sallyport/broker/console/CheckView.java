package io.sallyport.broker.console;

/** One line of the health page. */
record CheckView(String code, String name, boolean ok, String detail) {}
