package io.readback.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/** Figures of a collection of measurements, by nearest rank: every figure is one that was seen. */
public final class Samples {
  private final double[] sorted;

  public Samples(Collection<Double> values) {
    sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  public int count() {
    return sorted.length;
  }

  public double median() {
    return quantile(0.5);
  }

  /** Of 100 samples the second largest. */
  public double p99() {
    return quantile(0.99);
  }

  public double least() {
    return quantile(0);
  }

  public double most() {
    return quantile(1);
  }

  private double quantile(double share) {
    if (sorted.length == 0) {
      throw new IllegalStateException("there are no samples");
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
