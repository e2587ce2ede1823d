import { fontFiles } from './fonts.ts';

/** What Vega knows of a text that it lays out. */
interface TextItem {
  /** In pixels; 11 when missing, as everywhere in Vega. */
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** In pixels; longer texts are cut there. */
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

/** From here on the heavier of the two weights is the nearer one. */
const isBold = (weight: string | number | undefined) => weight === 'bold' || Number(weight) > 500;
