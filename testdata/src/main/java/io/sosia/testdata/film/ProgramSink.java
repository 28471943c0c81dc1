package io.sosia.testdata.film;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Encodes by the {@code ffmpeg} program on the PATH, for the encoders that JavaCV's build leaves out. */
final class ProgramSink implements FrameSink {

    /** How much of the program's complaint a message repeats. */
    private static final int COMPLAINT = 500;

    private final Process process;
    private final WritableByteChannel input;
    private final Path file;
    private final Path complaints;

    private ProgramSink(Process process, Path file, Path complaints) {
        this.process = process;
        OutputStream stream = process.getOutputStream();
        this.input = Channels.newChannel(stream);
        this.file = file;
        this.complaints = complaints;
    }

    static ProgramSink open(Path file, FilmSettings settings) throws IOException {
        Path complaints = Files.createTempFile("sosia-ffmpeg-", ".txt");
        try {
            Process process = new ProcessBuilder(command(file, settings))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(complaints.toFile())
                    .start();
            return new ProgramSink(process, file, complaints);
        } catch (IOException e) {
            Files.deleteIfExists(complaints);
            throw new FilmException(
                    "codec " + settings.encoding().codec().text() + " needs the program 'ffmpeg' with "
                            + settings.encoding().codec().encoder()
                            + " on the PATH (Debian: apt-get install ffmpeg); it could not be started: "
                            + e.getMessage(),
                    e);
        }
    }

    private static List<String> command(Path file, FilmSettings settings) {
        FilmSettings.FrameFormat format = settings.format();
        FilmSettings.Encoding encoding = settings.encoding();
        String gop = String.valueOf(settings.gopFrames());
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-v", "error", "-y"));
        command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "yuv420p"));
        command.addAll(List.of("-s", format.width() + "x" + format.height()));
        command.addAll(List.of("-r", String.valueOf(format.framesPerSecond()), "-i", "pipe:0"));
        command.addAll(List.of("-c:v", encoding.codec().encoder(), "-b:v", encoding.kilobits() + "k"));
        command.addAll(List.of("-g", gop, "-threads", "1"));
        switch (encoding.codec()) {
            case X264 ->
                // Key frames every gop and nowhere else, cuts or not.
                command.addAll(List.of("-preset", "superfast", "-keyint_min", gop, "-sc_threshold", "0"));
            case HEVC ->
                command.addAll(List.of(
                        "-preset",
                        "ultrafast",
                        "-tag:v",
                        "hvc1",
                        "-x265-params",
                        "log-level=error:pools=1:frame-threads=1:scenecut=0:open-gop=0:keyint=" + gop + ":min-keyint="
                                + gop));
            case H264, VP9, AV1 -> throw new IllegalArgumentException(encoding.codec() + " is encoded by JavaCV");
        }
        command.addAll(List.of("-f", encoding.container().muxer(), "file:" + file.toAbsolutePath()));
        return command;
    }

    @Override
    public void write(ByteBuffer planes) throws IOException {
        ByteBuffer left = planes.duplicate().rewind();
        try {
            while (left.hasRemaining()) {
                input.write(left);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void finish() throws IOException {
        try {
            input.close();
            int status = process.waitFor();
            if (status != 0) {
                throw failure(new IOException("exit status " + status));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FilmException("interrupted while ffmpeg finished '" + file.getFileName() + "'", e);
        }
    }

    private FilmException failure(IOException cause) throws IOException {
        // The program ends by itself once its input is closed or refused; its last words come with its end.
        process.onExit().join();
        String said = Files.readString(complaints, StandardCharsets.UTF_8).strip();
        return new FilmException(
                "ffmpeg could not encode '" + file.getFileName() + "': " + cause.getMessage() + "; it said: "
                        + said.substring(Math.max(0, said.length() - COMPLAINT)),
                cause);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(complaints);
    }
}
