package io.readback.app.guide;

import io.readback.lab.LabTest;

/** FRR in a namespace. */
@LabTest
final class GuideIT extends GuideContract {}
