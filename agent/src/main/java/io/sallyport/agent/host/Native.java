package io.sallyport.agent.host;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The only place that makes native calls possible: it binds C functions by name. */
@SuppressWarnings("restricted")
final class Native {
    /** Where a call that keeps errno writes it; the call's first argument. */
    static final StructLayout ERRNO = Linker.Option.captureStateLayout();

    private static final VarHandle ERRNO_VALUE = ERRNO
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();

    private Native() {}

    /** A function that answers with its own error number or none. */
    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments));
    }

    /** A function that sets errno: its handle takes a segment of {@link #ERRNO} first. */
    static MethodHandle withErrno(String name, MemoryLayout result, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"));
    }

    /** As {@link #withErrno}, for a variadic function whose first {@code fixed} arguments are declared. */
    static MethodHandle variadic(String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return bind(name, FunctionDescriptor.of(result, arguments), Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle bind(String name, FunctionDescriptor signature, Linker.Option... options) {
        MemorySegment address = LINKER.defaultLookup().find(name)
                .orElseThrow(
                        () -> new HostException("this C library lacks " + name + " (glibc 2.34 is needed)"));
        return LINKER.downcallHandle(address, signature, options);
    }

    /** {@code result} when it is not negative, else the negated errno of that call. */
    static long result(long result, MemorySegment errno) {
        return result >= 0 ? result : -(int) ERRNO_VALUE.get(errno, 0L);
    }

    /** A downcall declares Throwable, but nothing except a wrong signature here can be thrown. */
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("native call with a wrong signature", thrown);
    }

    /** Fails when a call of {@link Libc} was refused; else its result as an int. */
    static int require(String call, long result) {
        if (result < 0) {
            throw HostException.refused(call, result);
        }
        return Math.toIntExact(result);
    }

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
}
