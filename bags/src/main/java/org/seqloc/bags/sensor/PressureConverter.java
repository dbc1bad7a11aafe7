package org.seqloc.bags.sensor;

import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.msgs.MessageType;
import sensor_msgs.FluidPressure;

/**
 * Pressures of air or water in pascal. The format names sensors of type {@code pressure} but no
 * columns; the table records_pressure.txt has one, {@code pressure}.
 */
final class PressureConverter implements SensorConverter {

  @Override
  public MessageType<FluidPressure> type() {
    return FluidPressure.TYPE;
  }

  @Override
  public List<SensorPart> parts() {
    return List.of(new SensorPart("", "pressure", List.of()));
  }

  @Override
  public SensorReading read(BagMessage message) {
    FluidPressure pressure = message.decode(type());
    return SensorReading.of(pressure.getHeader()).withFinite(0, pressure.getFluidPressure());
  }
}
