package io.sosia.models.catalogue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything Sosia knows about a model's file, an ONNX file, which is published as it is or made from other files.
 *
 * @param id lower-case letters, digits, hyphens
 * @param task what it is for
 * @param standard whether it is the default for its task
 * @param file name under which it is published, or which it has once it is made
 * @param bytes exact length
 * @param sha256 64 hex digits; of what runs, so for a model that is made, of what is made
 * @param licence SPDX identifier of the weights' licence
 * @param training what the weights were trained on, and under which terms that data was released
 * @param source page that people can read
 * @param urls pinned addresses of the very bytes, tried in order; none for a model that is made
 * @param openVino the files that the model is made from; empty where the ONNX file itself is published
 * @param input how to feed it
 * @param outputs tensors it gives, in its own order
 * @param alignment for recognisers
 * @param embeddingLength for recognisers
 * @param accuracy published figures with their source
 * @param operatingPoints for recognisers: measured thresholds, strictest last
 * @param cascade for recognisers that may look closer after a quick one
 * @param verified whether we have run it and checked it against its known answer
 */
public record ModelCard(
        String id,
        ModelTask task,
        boolean standard,
        String file,
        long bytes,
        String sha256,
        String licence,
        String training,
        URI source,
        List<URI> urls,
        Optional<OpenVinoFiles> openVino,
        InputCard input,
        List<TensorCard> outputs,
        Optional<AlignmentCard> alignment,
        Optional<Integer> embeddingLength,
        List<String> accuracy,
        List<OperatingPoint> operatingPoints,
        Optional<CascadeCard> cascade,
        boolean verified) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the hash is malformed, a recogniser lacks alignment or length, or a model that
     *     is made has addresses of its own
     */
    public ModelCard {
        urls = List.copyOf(urls);
        outputs = List.copyOf(outputs);
        accuracy = List.copyOf(accuracy);
        operatingPoints = List.copyOf(operatingPoints);
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(id + ": sha256 is not 64 hex digits");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException(id + ": bytes: " + bytes);
        }
        if (task == ModelTask.RECOGNISER && (alignment.isEmpty() || embeddingLength.isEmpty())) {
            throw new IllegalArgumentException(id + ": a recogniser needs alignment and embeddingLength");
        }
        if (openVino.isPresent() && !urls.isEmpty()) {
            throw new IllegalArgumentException(id + ": a model that is made from other files has urls of its own");
        }
    }

    /** The files that have to be on a machine, or be fetched, for the model to run there. */
    public List<PublishedFile> publishedFiles() {
        return openVino.map(files -> List.of(files.topology(), files.weights()))
                .orElseGet(() -> List.of(new PublishedFile(file, bytes, sha256, Optional.empty(), urls)));
    }
}
