package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;

/** One command being run: who asks, whom it may ask, and where it speaks. */
record Call(Caller caller, Desks desks, Say say) {
    Person person() {
        return caller.person();
    }
}
