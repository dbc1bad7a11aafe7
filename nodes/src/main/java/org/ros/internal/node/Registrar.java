package org.ros.internal.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.ros.exception.RemoteException;
import org.ros.internal.transport.EventLoops;
import org.ros.master.client.MasterClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the master of a node's topics, one call after the other so that a topic is never
 * unregistered before it is registered. Registrations are tried until the master answers, and can
 * be renewed at a master that has forgotten them.
 */
// A scheduled attempt reports to its outcome.
@SuppressWarnings("FutureReturnValueIgnored")
final class Registrar {

  /** What became of a call; called on a thread that must not be made to wait. */
  interface Outcome {
    void onSuccess(Object value);

    void onFailure(Throwable failure);

    /**
     * @param listener told whether it succeeded
     */
    static Outcome of(Consumer<Boolean> listener) {
      return new Outcome() {
        @Override
        public void onSuccess(Object value) {
          listener.accept(true);
        }

        @Override
        public void onFailure(Throwable failure) {
          listener.accept(false);
        }
      };
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
  private static final String UN = "un";
  private static final long RETRY_MILLIS = 1_000;

  /**
   * What the master should know.
   *
   * @param onRenewed gets the answer when it is told again
   */
  private record Registration(Consumer<Object> onRenewed, String method, List<Object> arguments) {
    String key() {
      return key(method, arguments);
    }

    static String key(String method, List<Object> arguments) {
      return method + " " + arguments.get(0);
    }
  }

  private final MasterClient master;
  private final Map<String, Registration> registrations = new LinkedHashMap<>(); // guarded by this
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
  private volatile boolean closing;

  Registrar(MasterClient master) {
    this.master = master;
  }

  /**
   * @param outcome its failure is called once for each attempt that failed
   * @param onRenewed gets the master's answer whenever it is told again
   * @param arguments the first of them names what is registered
   */
  synchronized void register(
      Outcome outcome, Consumer<Object> onRenewed, String method, Object... arguments) {
    Registration registration = new Registration(onRenewed, method, List.of(arguments));
    registrations.put(registration.key(), registration);
    enqueue(outcome, registration);
  }

  private void enqueue(Outcome outcome, Registration registration) {
    last =
        last.thenCompose(
            before -> {
              CompletableFuture<Void> done = new CompletableFuture<>();
              attempt(done, outcome, registration.method(), registration.arguments().toArray());
              return done;
            });
  }

  /** Tells the master everything again. */
  synchronized void renew() {
    for (Registration registration : registrations.values()) {
      enqueue(
          new Outcome() {
            @Override
            public void onSuccess(Object value) {
              registration.onRenewed().accept(value);
            }

            @Override
            public void onFailure(Throwable failure) {
              LOG.debug("{} is tried again", registration.method(), failure);
            }
          },
          registration);
    }
  }

  synchronized boolean hasRegistrations() {
    return !registrations.isEmpty();
  }

  /** Whether all calls so far are answered. */
  synchronized boolean isSettled() {
    return last.isDone();
  }

  private void attempt(
      CompletableFuture<Void> done, Outcome outcome, String method, Object[] arguments) {
    if (closing) {
      done.complete(null);
      return;
    }
    finish(
        master.call(method, arguments),
        outcome,
        failure -> {
          if (refusal(failure).isPresent()) {
            LOG.error("the master refuses {}: {}", method, failure.getMessage());
            done.complete(null);
          } else {
            EventLoops.calls()
                .schedule(
                    () -> attempt(done, outcome, method, arguments),
                    RETRY_MILLIS,
                    TimeUnit.MILLISECONDS);
          }
        },
        done);
  }

  /**
   * Tries once.
   *
   * @param method that of the registration with "un" before it
   */
  synchronized void unregister(Outcome outcome, String method, Object... arguments) {
    registrations.remove(Registration.key(method.substring(UN.length()), List.of(arguments)));
    last =
        last.thenCompose(
            before -> {
              CompletableFuture<Void> done = new CompletableFuture<>();
              finish(master.call(method, arguments), outcome, failure -> done.complete(null), done);
              return done;
            });
  }

  private static void finish(
      CompletableFuture<Object> call,
      Outcome outcome,
      Consumer<Throwable> onFailure,
      CompletableFuture<Void> done) {
    CompletableFuture<Object> unused =
        call.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                outcome.onSuccess(value);
                done.complete(null);
              } else {
                outcome.onFailure(failure);
                onFailure.accept(failure);
              }
            });
    assert unused != null;
  }

  private static Optional<RemoteException> refusal(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof RemoteException remote ? Optional.of(remote) : Optional.empty();
  }

  /** Gives up registrations that have not succeeded yet. */
  void stopRegistering() {
    closing = true;
  }

  /** Waits until all calls so far are answered. */
  void await(long timeout, TimeUnit unit) {
    CompletableFuture<Void> all;
    synchronized (this) {
      all = last;
    }
    try {
      all.get(timeout, unit);
    } catch (TimeoutException | ExecutionException e) {
      LOG.info("the master does not answer; ending without it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
