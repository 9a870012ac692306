package io.readback.lab;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests their {@link Lab}, closes it after them, and prints the routers' logs when a test
 * failed. Used through {@link LabTest} and {@link ContainerLabTest}.
 */
public final class LabExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(LabExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Lab.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    boolean container =
        AnnotationSupport.isAnnotated(context.getRequiredTestClass(), ContainerLabTest.class);
    // the store looks in the enclosing context first, and closes what it holds when its context
    // ends
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Lab.class, key -> new Lab(container ? Ground.CONTAINER : Ground.NAMESPACE), Lab.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Lab lab = context.getStore(NAMESPACE).get(Lab.class, Lab.class);
    if (lab != null && context.getExecutionException().isPresent()) {
      System.err.println(context.getDisplayName() + " failed; what the routers said:");
      System.err.println(lab.describe());
    }
  }
}
