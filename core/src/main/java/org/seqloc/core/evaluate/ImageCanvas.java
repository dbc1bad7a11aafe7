package org.seqloc.core.evaluate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws into an image with a white ground, at twice the resolution of the coordinates. */
final class ImageCanvas implements Canvas, AutoCloseable {

  private static final int SCALE = 2;

  private final BufferedImage image;
  private final Graphics2D graphics;

  ImageCanvas(double width, double height) {
    image =
        new BufferedImage(
            (int) Math.ceil(SCALE * width),
            (int) Math.ceil(SCALE * height),
            BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(SCALE, SCALE);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  @Override
  public void line(double[] xy, Ink ink, double width) {
    if (xy.length < 4) {
      return;
    }
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i + 1 < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    graphics.setColor(new Color(ink.rgb()));
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(path);
  }

  @Override
  public void dot(double x, double y, double radius, Ink ink) {
    graphics.setColor(new Color(ink.rgb()));
    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  @Override
  public void box(double x, double y, double width, double height, Ink ink) {
    graphics.setColor(new Color(ink.rgb()));
    graphics.fill(new Rectangle2D.Double(x, y, width, height));
  }

  @Override
  public void text(double x, double y, String text, Anchor anchor, Ink ink, double size) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
    graphics.setFont(font);
    graphics.setColor(new Color(ink.rgb()));
    double width = font.getStringBounds(text, graphics.getFontRenderContext()).getWidth();
    double share =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> 0.5;
          case END -> 1;
        };
    graphics.drawString(text, (float) (x - share * width), (float) y);
  }

  @Override
  public void clipped(Area area, Runnable drawing) {
    Shape before = graphics.getClip();
    graphics.clip(new Rectangle2D.Double(area.left(), area.top(), area.width(), area.height()));
    drawing.run();
    graphics.setClip(before);
  }

  byte[] toPng() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", bytes)) {
      throw new IllegalStateException("this Java has no PNG writer");
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    graphics.dispose();
  }
}
