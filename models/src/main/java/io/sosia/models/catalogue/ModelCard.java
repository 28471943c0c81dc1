package io.sosia.models.catalogue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything Sosia knows about a model's file.
 *
 * @param id lower-case letters, digits, hyphens
 * @param task what it is for
 * @param standard whether it is the default for its task
 * @param file name under which it is published
 * @param bytes exact length
 * @param sha256 64 hex digits
 * @param licence SPDX identifier of the weights' licence
 * @param training what the weights were trained on, and under which terms that data was released
 * @param source page that people can read
 * @param urls pinned addresses of the very bytes, tried in order
 * @param input how to feed it
 * @param outputs tensors it gives, in its own order
 * @param alignment for recognisers
 * @param embeddingLength for recognisers
 * @param accuracy published figures with their source
 * @param operatingPoints for recognisers: measured thresholds, strictest last
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
        InputCard input,
        List<TensorCard> outputs,
        Optional<AlignmentCard> alignment,
        Optional<Integer> embeddingLength,
        List<String> accuracy,
        List<OperatingPoint> operatingPoints,
        boolean verified) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if the hash is malformed, or a recogniser lacks alignment or length */
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
    }
}
