package io.readback.example.embed;

import io.readback.core.engine.Engine;
import io.readback.core.engine.EngineStatus;
import io.readback.core.source.FolderSource;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Announces a node's Services from a folder of manifests and prints what becomes of them. */
public final class EmbedMinimal {
  private EmbedMinimal() {}

  /** Takes the folder and the name of the node. */
  public static void main(String[] args) throws InterruptedException {
    Engine engine = Engine.builder(new FolderSource(Path.of(args[0])), args[1]).build();
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
    engine.subscribe(EmbedMinimal::print);
    engine.start();
    new CountDownLatch(1).await();
  }

  static void print(EngineStatus status) {
    status.problems().forEach(System.out::println);
    status.verdicts().rows().forEach(System.out::println);
  }
}
