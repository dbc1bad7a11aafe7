package org.ros.internal.master;

import java.net.URI;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.ros.internal.transport.EventLoops;
import org.ros.internal.xmlrpc.XmlRpcClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells nodes what changed. Never waits: each node has one call under way, and what is still to be
 * told waits as one entry for each subject, of which only the newest state is kept. So a dead node
 * delays nobody and holds no more than the number of its subscriptions.
 */
final class NodeNotifier {

  /** One thing to tell. */
  private record Notice(String method, List<Object> arguments, Consumer<Object> onAnswer) {}

  private static final Logger LOG = LoggerFactory.getLogger(NodeNotifier.class);

  /** What waits for each node with a call under way; guarded by this. */
  private final Map<String, Map<String, Notice>> waiting = new HashMap<>();

  private boolean closed;

  /**
   * @param api the node's address
   * @param subject a newer notice of the same method and subject replaces one that waits
   * @param onAnswer gets what the node answered, unless the call failed
   */
  synchronized void tell(
      String api, String method, String subject, Consumer<Object> onAnswer, Object... arguments) {
    if (closed) {
      return;
    }
    Notice notice = new Notice(method, List.of(arguments), onAnswer);
    Map<String, Notice> queue = waiting.get(api);
    if (queue == null) {
      waiting.put(api, new LinkedHashMap<>());
      send(api, notice);
    } else {
      // Taken out first so that the newest state also goes last.
      queue.remove(method + ' ' + subject);
      queue.put(method + ' ' + subject, notice);
    }
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private void send(String api, Notice notice) {
    CompletableFuture<Object> call;
    try {
      call = new XmlRpcClient(URI.create(api)).call(notice.method, notice.arguments.toArray());
    } catch (IllegalArgumentException e) {
      call = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Object> unused =
        call.whenCompleteAsync(
            (answer, failure) -> {
              if (failure == null) {
                notice.onAnswer.accept(answer);
              } else {
                LOG.info("{}({}) failed: {}", notice.method, api, failure.getMessage());
              }
              sendNext(api);
            },
            EventLoops.calls());
    assert unused != null;
  }

  private synchronized void sendNext(String api) {
    Map<String, Notice> queue = waiting.get(api);
    if (queue == null) {
      return;
    }
    Iterator<Notice> notices = queue.values().iterator();
    if (!notices.hasNext()) {
      waiting.remove(api);
      return;
    }
    Notice next = notices.next();
    notices.remove();
    send(api, next);
  }

  /** Whether the node answered that it does not want to hear of this. */
  static boolean isRefusal(Object answer) {
    return answer instanceof List<?> list
        && !list.isEmpty()
        && list.get(0) instanceof Integer code
        && code == -1;
  }
}
