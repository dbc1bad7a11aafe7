package org.seqloc.bags.sensor;

import geometry_msgs.Vector3;
import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.kapture.RecordKind;
import org.seqloc.msgs.MessageType;
import sensor_msgs.MagneticField;

/** Magnetic fields in tesla; kapture's format leaves the unit open. */
final class MagneticConverter implements SensorConverter {

  @Override
  public MessageType<MagneticField> type() {
    return MagneticField.TYPE;
  }

  @Override
  public List<SensorPart> parts() {
    return List.of(SensorPart.of(RecordKind.MAGNETIC));
  }

  @Override
  public SensorReading read(BagMessage message) {
    MagneticField field = message.decode(type());
    Vector3 v = field.getMagneticField();
    SensorReading reading = SensorReading.of(field.getHeader());
    // By the message's definition NaN marks an axis that the sensor lacks.
    return isMeasured(v.getX()) || isMeasured(v.getY()) || isMeasured(v.getZ())
        ? reading.with(
            0, Double.toString(v.getX()), Double.toString(v.getY()), Double.toString(v.getZ()))
        : reading.without(SensorReading.NOT_FINITE);
  }

  private static boolean isMeasured(double value) {
    return Double.isFinite(value);
  }
}
