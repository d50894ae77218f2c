import { defineConfig } from 'vitest/config'

/** Two files at a time: a scenario mostly waits for real processes, and more of them would starve those. */
const WORKERS = 2
/** Properties draw from one seed. */
const setupFiles = ['test/harness/seed.setup.ts']

/** Three projects: decisions beside the code, promises on real stores, the console in a real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          include: [
            'bench/**/*.test.ts',
            'src/**/*.test.ts',
            'test/*.test.ts',
            'test/docs/**/*.test.ts',
            'test/fuzz/**/*.test.ts',
          ],
          environment: 'node',
          maxWorkers: WORKERS,
        },
      },
      {
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts', 'examples/**/*.test.ts'],
          setupFiles,
          globalSetup: ['test/harness/postgres.setup.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: WORKERS,
        },
      },
      {
        test: {
          name: 'console',
          include: ['test/console/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: WORKERS,
        },
      },
    ],
  },
})
