import { crc32 } from 'node:zlib';
import { FONT } from '../theme.ts';
import { fontFiles } from './fonts.ts';

/** CSS pixels in an inch. */
const cssDensity = 96;

/** The resolution that journals ask for: 300 pixels an inch when a chart is printed in the size of a browser. */
const printRatio = 300 / cssDensity;

/**
 * Draws an SVG document in pixels, with the font of the package and none of the system. The file contains its
 * resolution, so that programs place it in the size of the SVG document.
 *
 * @param pixelRatio number of pixels in the width of a CSS pixel
 */
export async function renderPng(svg: string, pixelRatio = printRatio): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: pixelRatio },
    font: { loadSystemFonts: false, fontFiles: Object.values(fontFiles), defaultFontFamily: FONT },
  });
  return withDensity(drawing.render().asPng(), pixelRatio * cssDensity);
}

/** Puts the `pHYs` chunk (PNG specification, section 11.3.4.3) behind the header, which is always 33 bytes long. */
function withDensity(png: Uint8Array, pixelsPerInch: number): Uint8Array {
  const perMetre = Math.round(pixelsPerInch / 0.0254);
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write('pHYs', 4, 'latin1');
  chunk.writeUInt32BE(perMetre, 8);
  chunk.writeUInt32BE(perMetre, 12);
  chunk.writeUInt8(1, 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}
