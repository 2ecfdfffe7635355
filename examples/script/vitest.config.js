import { defineConfig } from 'vitest/config';

// The first test of a file loads the judge, which may take seconds on a busy machine.
export default defineConfig({ test: { include: ['*.test.js'], testTimeout: 60_000 } });
