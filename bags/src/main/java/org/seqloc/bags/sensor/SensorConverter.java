package org.seqloc.bags.sensor;

import java.util.List;
import org.seqloc.bags.BagMessage;
import org.seqloc.core.SeqlocException;
import org.seqloc.msgs.MalformedMessageException;
import org.seqloc.msgs.MessageType;

/** Reads one type of message. Has no state: any thread may call it. */
interface SensorConverter {

  /** The messages it reads. */
  MessageType<?> type();

  /** The sensors that such a message comes from. */
  List<SensorPart> parts();

  /**
   * What the message holds.
   *
   * @throws SeqlocException when it cannot be decoded
   * @throws MalformedMessageException when its fields do not fit each other
   */
  SensorReading read(BagMessage message);
}
