package io.sallyport.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * 64 KiB outside the heap for one system call at a time, with room for errno.
 *
 * <p>Buffers are borrowed for one non-blocking call and not kept by a stream: there are as many as
 * calls run at the same moment (about the number of cores), so an idle session costs none.
 */
record NativeBuffer(MemorySegment bytes, MemorySegment errno) {
    static final int SIZE = 64 * 1024;

    /** Free buffers, safe for many threads; memory is given back when the pool is collected. */
    static final class Pool {
        private final Arena arena = Arena.ofAuto();
        private final Queue<NativeBuffer> free = new ConcurrentLinkedQueue<>();

        /** A free or a new buffer; its content is whatever the last user left, so never read past a result. */
        NativeBuffer borrow() {
            NativeBuffer buffer = free.poll();
            return buffer != null
                    ? buffer
                    : new NativeBuffer(arena.allocate(SIZE, 8), arena.allocate(Native.ERRNO));
        }

        void giveBack(NativeBuffer buffer) {
            free.add(buffer);
        }
    }
}
