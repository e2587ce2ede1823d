import { defineConfig } from 'vitest/config';

const conditions = ['@sharpness-lab/source'];

/** What comes out alike on every Node.js, or in tools of its own: documentation, examples, pictures, long computations. */
const workspace = [
  'tests/{readme,examples,generator,bundlers,reference-pages}.test.ts',
  'examples/*/src/**/*.test.ts',
  'packages/report/src/**/*.test.ts',
  'packages/cli/src/scaffold/**/*.test.ts',
  'packages/paper/src/theory/**/*.test.ts',
];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Tests of the command wait for other processes most of the time.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [...workspace, 'tests/report-page/**'],
        },
      },
      { extends: true, test: { name: 'workspace', include: workspace } },
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
