package org.seqloc.bags.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.seqloc.core.SeqlocException;
import org.seqloc.core.image.Image;
import org.seqloc.core.image.ImageEncoder;
import org.seqloc.core.image.Raster;

class CompressedPixelsTest {

  @Test
  void decodesGreyAndColourWhateverTheFormatIsCalled() {
    for (int channels : new int[] {1, 3}) {
      Image image = random(channels);
      Image decoded = pixels("jpeg", ImageEncoder.png(image)).toRaster().toImage();
      assertEquals(channels, decoded.channels());
      assertArrayEquals(image.pixels(), decoded.pixels());
    }
  }

  @Test
  void readsFromTheReaderIndexAndLeavesIt() {
    byte[] png = ImageEncoder.png(random(3));
    ByteBuf data = Unpooled.buffer().writeZero(7).writeBytes(png).skipBytes(7);
    Image decoded =
        new CompressedPixels("/a", "bgr8; png compressed bgr8", data).toRaster().toImage();
    assertArrayEquals(random(3).pixels(), decoded.pixels());
    assertEquals(7, data.readerIndex());
  }

  @Test
  void givesAMosaicItsColours() {
    Image mosaic = random(1);
    Image decoded =
        pixels("bayer_grbg8; png compressed ", ImageEncoder.png(mosaic)).toRaster().toImage();
    assertArrayEquals(Demosaic.bilinear(Raster.of(mosaic), 1, 0).samples(), decoded.pixels());
    Image colour = random(3);
    assertArrayEquals(
        colour.pixels(),
        pixels("bayer_grbg8; png compressed bgr8", ImageEncoder.png(colour))
            .toRaster()
            .toImage()
            .pixels());
  }

  @Test
  void refusesWhatIsNoImage() {
    assertRefused("16UC1; compressedDepth png", ImageEncoder.png(random(1)), "compressed depth");
    assertRefused("jpeg", new byte[0], "");
    assertRefused("jpeg", new byte[] {1, 2, 3}, "");
    assertRefused("bayer_xxxx8; png compressed", ImageEncoder.png(random(1)), "unknown encoding");
  }

  private static void assertRefused(String format, byte[] data, String refusal) {
    CompressedPixels pixels = pixels(format, data);
    SeqlocException e = assertThrows(SeqlocException.class, pixels::toRaster);
    assertTrue(e.getMessage().startsWith("/camera at 1.5: " + refusal), e.getMessage());
  }

  private static CompressedPixels pixels(String format, byte[] data) {
    return new CompressedPixels("/camera at 1.5", format, Unpooled.wrappedBuffer(data));
  }

  private static Image random(int channels) {
    SplittableRandom random = new SplittableRandom(5);
    byte[] pixels = new byte[12 * 8 * channels];
    random.nextBytes(pixels);
    return new Image(12, 8, channels, pixels);
  }
}
