import { createRequire } from 'node:module';
import { FONT } from '../theme.ts';

const require = createRequire(import.meta.url);
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];

/** Draws an SVG document in pixels, with the font of the package and none of the system. */
export async function renderPng(svg: string, pixelRatio = 2): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: pixelRatio },
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles.map((file) => require.resolve(`@expo-google-fonts/inter/${file}`)),
      defaultFontFamily: FONT,
    },
  });
  return drawing.render().asPng();
}
