/** The part of fontkit that is used here; it has no types of its own. */
declare module 'fontkit' {
  interface Font {
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    /** In font units, with kerning. */
    layout(text: string): { readonly advanceWidth: number };
  }
  export function openSync(path: string): Font;
}
