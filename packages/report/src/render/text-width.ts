import { fontFiles } from './fonts.ts';

/** The properties of a text that Vega lays out. */
interface TextItem {
  /** The font size in pixels; 11 by default, as everywhere in Vega. */
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** The largest width in pixels; longer texts are cut. */
  readonly limit?: number;
}

/** The width of a text in pixels. */
export type TextWidth = (item: TextItem, text: unknown) => number;

/** Measures texts in the font of the package, with kerning, as browsers and PNGs draw them. */
export async function textWidthInFont(): Promise<TextWidth> {
  const { openSync } = await import('fontkit');
  const fonts = { regular: openSync(fontFiles.regular), semiBold: openSync(fontFiles.semiBold) };
  const widths = new Map<string, number>();
  const inEms = (text: string, weight: keyof typeof fonts) => {
    const key = `${weight} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    const width = fonts[weight].layout(text).advanceWidth / fonts[weight].unitsPerEm;
    widths.set(key, width);
    return width;
  };
  return ({ fontSize = 11, fontWeight, limit = 0 }, text) => {
    const line = text === null || text === undefined ? '' : `${text}`.trim();
    const width = inEms(line, isBold(fontWeight) ? 'semiBold' : 'regular') * fontSize;
    return limit > 0 ? Math.min(width, limit) : width;
  };
}

/** For this weight and above, the heavier of the two fonts is nearer. */
const isBold = (weight: string | number | undefined) => weight === 'bold' || Number(weight) > 500;
