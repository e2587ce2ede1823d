import { defineConfig } from 'vitest/config';

const conditions = ['@sharpness-lab/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['{packages/*,packages/cli/templates/*,examples/*}/src/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/generated/**'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
