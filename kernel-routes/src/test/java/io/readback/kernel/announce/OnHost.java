package io.readback.kernel.announce;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs the test methods of a class in the network of its {@link Host}. */
public final class OnHost implements InvocationInterceptor {
  /** A test class with a host. */
  public interface Test {
    Host host();
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    Host host = ((Test) context.getRequiredTestInstance()).host();
    Throwable thrown =
        host.in(
            () -> {
              try {
                invocation.proceed();
                return null;
              } catch (Throwable t) {
                return t;
              }
            });
    if (thrown != null) {
      throw thrown;
    }
  }
}
