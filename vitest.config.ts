import { defineConfig } from 'vitest/config';

const conditions = ['@sharpness-lab/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Tests of the command wait for other processes most of the time.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A test that compares nothing, because a loop ran over an empty list, say, fails.
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{packages,examples}/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['tests/report-page/**'],
        },
      },
      // The report as its readers see it, in a browser.
      { extends: true, test: { name: 'page', include: ['tests/report-page/*.test.ts'] } },
    ],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/generated/**'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
