package io.sosia.detector.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Compressed packets that may or may not have to be decoded yet. Serves one thread; owns the packets. */
final class PendingPackets implements AutoCloseable {

    private final Deque<AVPacket> waiting = new ArrayDeque<>();
    private final Deque<AVPacket> spare = new ArrayDeque<>();
    private long bytes;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Takes over what {@code packet} refers to and leaves it blank. */
    void add(AVPacket packet) {
        AVPacket place = spare.isEmpty() ? av_packet_alloc() : spare.pop();
        bytes += packet.size();
        av_packet_move_ref(place, packet);
        waiting.add(place);
    }

    /** Lends all of them, in order, and then forgets them. */
    void decode(Consumer<AVPacket> decoder) {
        while (!waiting.isEmpty()) {
            decoder.accept(waiting.element());
            drop();
        }
    }

    /** Forgets all of them. */
    void clear() {
        while (!waiting.isEmpty()) {
            drop();
        }
    }

    private void drop() {
        AVPacket packet = waiting.remove();
        bytes -= packet.size();
        av_packet_unref(packet);
        spare.push(packet);
    }

    @Override
    public void close() {
        clear();
        spare.forEach(packet -> av_packet_free(packet));
        spare.clear();
    }
}
