package org.seqloc.bags.sensor;

/** Which time of a message becomes the timestamp of its record. */
public enum SensorStamps {
  /** The header's: when the sensor measured. Messages without one are left out. */
  HEADER,
  /** When the recorder got the message: for drivers that stamp wrongly or not at all. */
  RECEIPT
}
