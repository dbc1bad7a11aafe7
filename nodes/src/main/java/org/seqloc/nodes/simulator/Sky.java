package org.seqloc.nodes.simulator;

import org.seqloc.core.geometry.Vector3;
import org.seqloc.nodes.simulator.Lighting.Light;

/** The sky of one pass: a gradient, clouds drawn on a plane high up, and the glow of the sun. */
final class Sky {

  private final Lighting lighting;
  private final Texture clouds;

  Sky(Lighting lighting) {
    this.lighting = lighting;
    int size = 256;
    int[] texels = new int[size * size];
    double cover = 0.75 - 0.5 * lighting.cloudiness();
    for (int j = 0; j < size; j++) {
      for (int i = 0; i < size; i++) {
        double density = Colours.clouds(i * 32.0 / size, j * 32.0 / size, lighting.cloudSeed());
        double opacity = Math.max(0, Math.min(1, (density - cover + 0.15) / 0.3));
        texels[j * size + i] = Colours.rgb(255 * opacity, 255 * opacity, 255 * opacity);
      }
    }
    clouds = new Texture(size, size, texels, true);
  }

  /**
   * The linear colour in the direction (x, y, z), a unit vector of the map frame.
   *
   * @param pixelRadians what a pixel spans
   * @param out receives red, green, blue
   */
  void colour(double x, double y, double z, double pixelRadians, float[] out) {
    double up = Math.max(0, z);
    double fade = (1 - up) * (1 - up);
    fade *= fade;
    Vector3 sun = lighting.toSun();
    double towards = Math.max(0, x * sun.x() + y * sun.y() + z * sun.z());
    double glow = towards * towards;
    glow *= glow;
    glow *= glow;
    glow = 0.35 * glow * glow;
    double opacity = 0;
    if (up > 0.03) {
      // Clouds on a plane: 10 texels for one unit of tangent from the zenith.
      double scale = 10 / up;
      float step = (float) (scale * pixelRadians / up);
      clouds.sample((float) (x * scale), (float) (y * scale), step, 0, 0, step, out);
      opacity = out[0] / 255 * Math.min(1, (up - 0.03) * 5);
    }
    double veil = 0.8 * opacity;
    Light haze = lighting.haze();
    Light zenith = lighting.zenith();
    Light sunlight = lighting.sun();
    out[0] = mix(zenith.red(), haze.red(), fade, veil, glow * sunlight.red());
    out[1] = mix(zenith.green(), haze.green(), fade, veil, glow * sunlight.green());
    out[2] = mix(zenith.blue(), haze.blue(), fade, veil, glow * sunlight.blue());
  }

  private static float mix(double zenith, double haze, double fade, double veil, double glow) {
    double clear = zenith + (haze - zenith) * fade;
    double cloud = 0.9 * haze + 0.12;
    return (float) (clear + (cloud - clear) * veil + glow);
  }
}
