package io.readback.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that gets a {@link Lab} as a parameter, whose routers stand in namespaces. A lab
 * asked for in a constructor or {@code @BeforeAll} is shared by the class; one asked for in
 * {@code @BeforeEach} or a test method is that test's own. For one test on both grounds, write it
 * once as an abstract class, with one subclass annotated with this and another with {@link
 * ContainerLabTest}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ExtendWith(LabExtension.class)
public @interface LabTest {}
