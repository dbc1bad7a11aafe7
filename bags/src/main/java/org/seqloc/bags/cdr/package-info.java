/**
 * Messages of ROS 2: their definitions ({@code ros2msg} and {@code ros2idl} texts as recordings
 * carry them), the CDR that they are serialized in, and the way from there to the ROS 1
 * serialization that the generated message classes read.
 *
 * <p>Texts and payloads are untrusted: every count and length is checked against what is left
 * before it is used. What cannot be read is told by {@link
 * org.seqloc.msgs.definition.DefinitionException} (the definition) and {@link
 * org.seqloc.msgs.MalformedMessageException} (the payload), one line that names type and field.
 *
 * @see <a href="https://www.omg.org/spec/DDSI-RTPS/2.5">DDSI-RTPS 2.5, 10: data encapsulation</a>
 * @see <a href="https://docs.ros.org/en/rolling/Concepts/Basic/About-Interfaces.html">ROS 2:
 *     interfaces</a>
 */
package org.seqloc.bags.cdr;
