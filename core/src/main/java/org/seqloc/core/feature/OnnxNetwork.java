package org.seqloc.core.feature;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.seqloc.core.SeqlocException;

/**
 * A fully convolutional network of ONNX Runtime: takes {@code image}, float32 1 x 3 x H x W, and
 * gives maps of 1 x C x H x W. Owns the session and the memory of its outputs; for one thread at a
 * time.
 */
final class OnnxNetwork implements AutoCloseable {

  private static final String INPUT = "image";

  /**
   * More threads than this gain nothing at our image sizes; the number is fixed per machine, so
   * that sums are taken in the same order every time.
   */
  private static final int MAX_THREADS = 16;

  private final String name;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<String, Integer> channelsOfOutput;
  private FloatBuffer input = FloatBuffer.allocate(0);
  private final Map<String, FloatBuffer> outputs = new HashMap<>();

  private OnnxNetwork(
      String name,
      OrtEnvironment environment,
      OrtSession session,
      Map<String, Integer> channelsOfOutput) {
    this.name = name;
    this.environment = environment;
    this.session = session;
    this.channelsOfOutput = channelsOfOutput;
  }

  /**
   * @param model an ONNX file's bytes
   * @param name what the model is called in errors
   * @throws SeqlocException when the model cannot be read, is no network from an image to maps, or
   *     the device is not there; there is no falling back to the CPU
   */
  static OnnxNetwork open(byte[] model, String name, Device device) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session = createSession(environment, model, name, device);
    try {
      Map<String, Integer> channels = checkShapes(session, name);
      return new OnnxNetwork(name, environment, session, channels);
    } catch (OrtException e) {
      closeQuietly(session, e);
      throw new SeqlocException(oneLine(name, e), e);
    } catch (SeqlocException e) {
      closeQuietly(session, e);
      throw e;
    }
  }

  private static OrtSession createSession(
      OrtEnvironment environment, byte[] model, String name, Device device) {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(
          Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
      options.setDeterministicCompute(true);
      // Every scale of the pyramid has its own shape: plans of memory for each would only grow.
      options.setMemoryPatternOptimization(false);
      if (device.cuda()) {
        addCuda(options, device);
      }
      return environment.createSession(model, options);
    } catch (OrtException e) {
      throw new SeqlocException(
          device.cuda()
              ? oneLine(name + " on " + device, e)
              : name + ": not an ONNX network this build can run (" + firstLine(e) + ")",
          e);
    }
  }

  private static void addCuda(OrtSession.SessionOptions options, Device device) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new SeqlocException(
          "device "
              + device
              + ": this build of Seqloc runs networks on the CPU only; build with SEQLOC_MVN_ARGS=-Pcuda, or"
              + " set the device to cpu");
    }
    try (var cuda = new OrtCUDAProviderOptions(device.index())) {
      // Trying out kernels would pick different ones from run to run.
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      // TF32 keeps 10 bits of mantissa: descriptors of CPU and GPU would differ visibly.
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    } catch (OrtException e) {
      throw new SeqlocException(
          "device "
              + device
              + " cannot be used ("
              + firstLine(e)
              + "): install the NVIDIA driver, CUDA 12 and cuDNN 9, or set the device to cpu",
          e);
    }
  }

  private static Map<String, Integer> checkShapes(OrtSession session, String name)
      throws OrtException {
    var inputs = session.getInputInfo();
    if (!inputs.keySet().equals(Set.of(INPUT))) {
      throw new SeqlocException(
          name
              + ": the network's inputs are "
              + new TreeSet<>(inputs.keySet())
              + ", expected one named 'image'");
    }
    if (!(inputs.get(INPUT).getInfo() instanceof TensorInfo image)
        || image.getShape().length != 4
        || image.getShape()[1] != 3
        || image.getShape()[2] > 0
        || image.getShape()[3] > 0) {
      throw new SeqlocException(
          name + ": the network's input must be float 1 x 3 x H x W with H and W left open");
    }
    Map<String, Integer> channels = new HashMap<>();
    for (var output : session.getOutputInfo().entrySet()) {
      boolean map =
          output.getValue().getInfo() instanceof TensorInfo info && info.getShape().length == 4;
      long count = map ? ((TensorInfo) output.getValue().getInfo()).getShape()[1] : -1;
      // Left open, or no map at all: 0 says "not known", who needs the output asks for it.
      channels.put(output.getKey(), (int) Math.max(0, count));
    }
    return channels;
  }

  Set<String> outputNames() {
    return channelsOfOutput.keySet();
  }

  /**
   * How many channels an output has.
   *
   * @throws SeqlocException when the file leaves it open
   */
  int channels(String output) {
    int channels = channelsOfOutput.getOrDefault(output, 0);
    if (channels <= 0) {
      throw new SeqlocException(
          name + ": output '" + output + "' must have a fixed number of channels");
    }
    return channels;
  }

  /** A buffer of 3 x height x width floats to be filled and given to {@link #run}. */
  FloatBuffer input(int width, int height) {
    input = sized(input, 3L * height * width);
    return input;
  }

  /**
   * Runs the network on what stands in {@link #input}.
   *
   * @return the maps by name, channels x height x width, valid until the next call
   */
  Map<String, FloatBuffer> run(int width, int height) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try (OnnxTensor image =
        OnnxTensor.createTensor(
            environment, input(width, height), new long[] {1, 3, height, width})) {
      for (String output : outputNames()) {
        int channels = channels(output);
        FloatBuffer buffer =
            sized(
                outputs.getOrDefault(output, FloatBuffer.allocate(0)),
                (long) channels * height * width);
        outputs.put(output, buffer);
        tensors.put(
            output,
            OnnxTensor.createTensor(environment, buffer, new long[] {1, channels, height, width}));
      }
      // The runtime writes into our buffers: its own outputs would have to be copied, and
      // descriptors of every pixel are hundreds of megabytes.
      session.run(Map.of(INPUT, image), tensors).close();
      return outputs;
    } catch (OrtException e) {
      throw new SeqlocException(oneLine(name + " on an image of " + width + " x " + height, e), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** The buffer with this limit, or a larger new one. */
  private FloatBuffer sized(FloatBuffer buffer, long floats) {
    if (buffer.capacity() < floats) {
      if (floats > Integer.MAX_VALUE / Float.BYTES) {
        throw new SeqlocException(
            name + ": the image is too large for the network's output; lower the largest side");
      }
      return ByteBuffer.allocateDirect((int) floats * Float.BYTES)
          .order(ByteOrder.nativeOrder())
          .asFloatBuffer();
    }
    return buffer.clear().limit((int) floats);
  }

  private static String oneLine(String what, OrtException e) {
    return what + ": ONNX Runtime fails (" + firstLine(e) + ")";
  }

  private static String firstLine(OrtException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private static void closeQuietly(OrtSession session, Exception cause) {
    try {
      session.close();
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
