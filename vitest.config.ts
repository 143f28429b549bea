import { defineConfig } from 'vitest/config'

/** Tests run from source: every package's `development` export condition names its `src`. */
const conditions = ['development', 'module', 'import', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['*/src/**/*.test.{ts,tsx}', '*/test/**/*.test.ts', 'processes/packages/*/scenarios/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./storage/src/testing/global-setup.ts'],
    environment: 'node',
    pool: 'forks',
    // A process loads the packages once and not once for each file: half of a run was loading.
    isolate: false,
    // Two also on two cores: half of a suite's time it waits for a database.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
