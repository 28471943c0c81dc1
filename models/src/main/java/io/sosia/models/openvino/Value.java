package io.sosia.models.openvino;

/** What a layer gives. */
sealed interface Value permits Constant, Value.Data {

    /** Sizes as the network states them, for one picture. */
    TensorShape shape();

    /**
     * What is computed from the picture.
     *
     * @param name of the tensor in the ONNX graph
     */
    record Data(String name, TensorShape shape) implements Value {}
}
