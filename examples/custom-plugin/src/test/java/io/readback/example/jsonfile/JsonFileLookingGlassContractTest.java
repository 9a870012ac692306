package io.readback.example.jsonfile;

import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Route;
import io.readback.testkit.LookingGlassContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class JsonFileLookingGlassContractTest
    extends LookingGlassContract<JsonFileLookingGlassFactory.Config> {
  @TempDir Path dir;

  @Override
  protected LookingGlassFactory<JsonFileLookingGlassFactory.Config> factory() {
    return new JsonFileLookingGlassFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("path", path().toString());
  }

  private Path path() {
    return dir.resolve("fib.json");
  }

  @Override
  protected World world() {
    return new World() {
      @Override
      public void hold(List<Route> routes) {
        try {
          new RouteFile(path())
              .write(
                  routes.stream()
                      .map(
                          r ->
                              new RouteFile.Line(
                                  "router",
                                  r.prefix(),
                                  r.path().nextHops().stream().map(NextHop::toString).toList()))
                      .toList());
        } catch (PluginException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void fail() {
        try {
          Files.writeString(path(), "{\"routes\": [");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public String contents() {
        try {
          return Files.readString(path());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
