import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The two weights that come with the package, as files of TrueType outlines. */
export const fontFiles = {
  regular: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  semiBold: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
} as const;
