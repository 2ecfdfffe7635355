// Worker threads: `createPool` on the main thread, `serve` in the worker's module.
export { createPool } from './pool.ts';
export type { Pool, PoolOptions } from './pool.ts';
export { serve } from './serve.ts';
export type { TaskContext } from './serve.ts';
