package io.sosia.testdata.film;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Where rendered frames go. Not thread-safe. {@link #close} without {@link #finish} abandons the file. */
interface FrameSink extends AutoCloseable {

    /**
     * Takes the next frame.
     *
     * @param planes direct; width × height bytes of luma, then a quarter of that for each of U and V (I420, BT.601,
     *     16..235); lent until the call returns
     */
    void write(ByteBuffer planes) throws IOException;

    /** Writes what is buffered and the container's end. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    /** Opens the sink that the settings' codec needs. */
    static FrameSink open(Path file, FilmSettings settings) throws IOException {
        return settings.encoding().codec().needsProgram()
                ? ProgramSink.open(file, settings)
                : RecorderSink.open(file, settings);
    }
}
