// The first thing a worker thread runs when the package runs from source: makes TypeScript importable, then loads the module.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
