package org.seqloc.nodes.simulator;

import org.seqloc.core.geometry.Vector3;

/**
 * The light of one pass.
 *
 * @param toSun unit, map frame
 * @param sun light on a surface square to the sun
 * @param sky light from everywhere
 * @param haze colour far things fade to
 * @param hazeMetres distance at which half of a thing has faded
 * @param zenith colour of the sky overhead
 * @param cloudiness 0 clear to 1 overcast
 * @param cloudSeed which clouds
 * @param contrast exponent of the tone curve, 1 neutral
 */
record Lighting(
    Vector3 toSun,
    Light sun,
    Light sky,
    Light haze,
    double hazeMetres,
    Light zenith,
    double cloudiness,
    int cloudSeed,
    double contrast) {

  /** Linear light; 1 is what white in full daylight sends. */
  record Light(double red, double green, double blue) {}

  /** A clear morning. */
  static Lighting morning(int cloudSeed) {
    return new Lighting(
        direction(70, 42),
        new Light(1.55, 1.45, 1.25),
        new Light(0.62, 0.68, 0.78),
        new Light(0.78, 0.85, 0.95),
        420,
        new Light(0.20, 0.38, 0.72),
        0.45,
        cloudSeed,
        1.0);
  }

  /** A hazy late afternoon, the sun low on the other side. */
  static Lighting afternoon(int cloudSeed) {
    return new Lighting(
        direction(200, 27),
        new Light(1.6, 1.22, 0.78),
        new Light(0.58, 0.58, 0.62),
        new Light(0.86, 0.82, 0.76),
        230,
        new Light(0.42, 0.50, 0.64),
        0.75,
        cloudSeed,
        0.92);
  }

  private static Vector3 direction(double azimuthDegrees, double elevationDegrees) {
    double a = Math.toRadians(azimuthDegrees);
    double e = Math.toRadians(elevationDegrees);
    return new Vector3(Math.cos(e) * Math.cos(a), Math.cos(e) * Math.sin(a), Math.sin(e));
  }
}
