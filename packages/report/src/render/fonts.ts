import { createRequire } from 'node:module';
import type { Font } from 'fontkit';

const require = createRequire(import.meta.url);

/** The two weights that come with the package, as files of TrueType outlines. */
export const fontFiles = {
  regular: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  semiBold: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
} as const;

/** The same two, to measure texts with. */
export async function openFonts(): Promise<Readonly<Record<keyof typeof fontFiles, Font>>> {
  const { openSync } = await import('fontkit');
  // Each file holds a single font, not a collection of them.
  const open = (path: string) => openSync(path) as Font;
  return { regular: open(fontFiles.regular), semiBold: open(fontFiles.semiBold) };
}
