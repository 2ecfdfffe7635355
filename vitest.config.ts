import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [
      { find: /^optimizer-assay$/, replacement: fileURLToPath(new URL('./src/index.ts', import.meta.url)) },
      {
        find: /^optimizer-assay\/([\w-]+)$/,
        replacement: `${fileURLToPath(new URL('./src/public/', import.meta.url))}$1.ts`,
      },
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Programs are verified after every pass.
    env: { ASSAY_VERIFY: '1' },
  },
});
