package org.ros.internal.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any document: a call or a response that can be written again, or a refusal. */
class XmlRpcFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void documentsAreReadOrRefused(byte[] document) throws XmlRpcException {
    try {
      MethodCall call = XmlRpcParser.parseCall(document);
      byte[] written = XmlRpcWriter.call(call);
      assertArrayEquals(written, XmlRpcWriter.call(XmlRpcParser.parseCall(written)));
    } catch (XmlRpcException e) {
      // No call; maybe a response.
    }
    Object value;
    try {
      value = XmlRpcParser.parseResponse(document);
    } catch (XmlRpcException e) {
      return;
    }
    byte[] written = XmlRpcWriter.response(value);
    assertArrayEquals(written, XmlRpcWriter.response(XmlRpcParser.parseResponse(written)));
  }
}
