package io.sosia.models.catalogue;

/**
 * A network in OpenVINO's intermediate representation, which is two files.
 *
 * @param topology the {@code .xml} file: layers and how they are joined
 * @param weights the {@code .bin} file: the layers' constants
 */
public record OpenVinoFiles(PublishedFile topology, PublishedFile weights) {}
