import { defineConfig } from 'vitest/config';

// With a configuration of its own the package is tested alike in any folder, also in one whose configuration is for others.
export default defineConfig({ test: { dir: 'src' } });
