package org.ros.master.uri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SwitchableMasterUriProviderTest {

  private static final URI FIRST = URI.create("http://first:11311/");
  private static final URI SECOND = URI.create("http://second:11311/");

  @Test
  void theOneInUseAnswers() {
    StaticMasterUriProvider first = new StaticMasterUriProvider(FIRST);
    SwitchableMasterUriProvider provider = new SwitchableMasterUriProvider(first);
    assertEquals(FIRST, provider.getMasterUri());
    provider.switchProvider(
        old -> {
          assertSame(first, old);
          return new StaticMasterUriProvider(SECOND);
        });
    assertEquals(SECOND, provider.getMasterUri());
    assertEquals(SECOND, provider.getMasterUri(1, TimeUnit.SECONDS));
  }

  @Test
  void withoutOneCallersWait() throws Exception {
    SwitchableMasterUriProvider provider = new SwitchableMasterUriProvider(null);
    assertNull(provider.getMasterUri(1, TimeUnit.MILLISECONDS));
    CompletableFuture<URI> forever = CompletableFuture.supplyAsync(provider::getMasterUri);
    CompletableFuture<URI> aWhile =
        CompletableFuture.supplyAsync(() -> provider.getMasterUri(20, TimeUnit.SECONDS));
    provider.switchProvider(old -> new StaticMasterUriProvider(FIRST));
    assertEquals(FIRST, forever.get(10, TimeUnit.SECONDS));
    assertEquals(FIRST, aWhile.get(10, TimeUnit.SECONDS));
  }
}
