package org.ros.internal.transport;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Looks up host names on an executor of its own. The system's resolver waits for name servers, for
 * many seconds when a peer calls itself something nobody knows; on an event loop all other
 * connections would wait too. Addresses written in digits need no lookup.
 */
// Netty's promises return themselves.
@SuppressWarnings("FutureReturnValueIgnored")
final class HostNames extends AddressResolverGroup<InetSocketAddress> {

  /** What finds a host's address and may wait for long. */
  interface Lookup {
    InetAddress byName(String host) throws UnknownHostException;
  }

  private final Lookup lookup;
  private final Executor lookups;

  /**
   * @param lookups may reject what is too much; the lookup fails then
   */
  HostNames(Lookup lookup, Executor lookups) {
    this.lookup = lookup;
    this.lookups = lookups;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new NameResolver(executor).asAddressResolver();
  }

  private final class NameResolver extends InetNameResolver {
    NameResolver(EventExecutor executor) {
      super(executor);
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) throws Exception {
      byte[] digits = NetUtil.createByteArrayFromIpAddressString(host);
      if (digits != null) {
        promise.setSuccess(InetAddress.getByAddress(host, digits));
        return;
      }
      try {
        lookups.execute(() -> lookUp(host, promise));
      } catch (RejectedExecutionException e) {
        promise.setFailure(
            new UnknownHostException(host + " (too many other names are being looked up)"));
      }
    }

    private void lookUp(String host, Promise<InetAddress> promise) {
      try {
        promise.trySuccess(lookup.byName(host));
      } catch (UnknownHostException e) {
        promise.tryFailure(
            new UnknownHostException(
                "the host name '" + host + "' is unknown here; set ROS_IP on its machine"));
      } catch (RuntimeException e) {
        promise.tryFailure(e);
      }
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) throws Exception {
      Promise<InetAddress> one = executor().newPromise();
      one.addListener(
          done -> {
            if (done.isSuccess()) {
              promise.trySuccess(List.of(one.getNow()));
            } else {
              promise.tryFailure(done.cause());
            }
          });
      doResolve(host, one);
    }
  }
}
