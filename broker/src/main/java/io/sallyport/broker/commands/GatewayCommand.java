package io.sallyport.broker.commands;

/** One command, after its words were read. */
interface GatewayCommand {
    /** Does it and returns the exit code, having said on stderr why when it is not 0. */
    int run();
}
