package io.readback.app.guide;

import io.readback.lab.ContainerLabTest;

/** FRR in a container. */
@ContainerLabTest
final class GuideContainerIT extends GuideContract {}
