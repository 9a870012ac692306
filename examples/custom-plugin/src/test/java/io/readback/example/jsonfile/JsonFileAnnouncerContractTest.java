package io.readback.example.jsonfile;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.plugin.PluginException;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import io.readback.testkit.AnnouncerContract;
import io.readback.testkit.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

class JsonFileAnnouncerContractTest extends AnnouncerContract<JsonFileAnnouncerFactory.Config> {
  @TempDir Path dir;

  @Override
  protected AnnouncerFactory<JsonFileAnnouncerFactory.Config> factory() {
    return new JsonFileAnnouncerFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("path", path().toString());
  }

  @Override
  protected Optional<Map<String, String>> settingsThatFailToStart() {
    return Optional.of(Map.of("path", dir.resolve("nowhere/routes.json").toString()));
  }

  private Path path() {
    return dir.resolve("routes.json");
  }

  @Override
  protected World world() {
    return new World() {
      @Override
      public RouteTable routes(TargetId target) {
        return Routes.table(
            lines().stream()
                .filter(l -> l.target().equals(target.toString()))
                .map(l -> l.prefix().toString())
                .toArray(String[]::new));
      }

      @Override
      public boolean removeBehindItsBack(TargetId target, IpPrefix prefix) {
        try {
          new RouteFile(path())
              .write(lines().stream().filter(l -> !l.prefix().equals(prefix)).toList());
          return true;
        } catch (PluginException e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public OptionalLong changes() {
        try {
          return OptionalLong.of(
              Files.exists(path())
                  ? Files.getLastModifiedTime(path()).to(TimeUnit.NANOSECONDS)
                  : 0);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private List<RouteFile.Line> lines() {
    try {
      return Files.exists(path()) ? new RouteFile(path()).read() : List.of();
    } catch (PluginException e) {
      throw new IllegalStateException(e);
    }
  }
}
