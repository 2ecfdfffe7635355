import { Worker } from 'node:worker_threads';
import { AssayError } from '../errors.ts';
import type { Answer, Shared } from './protocol.ts';

/** How often a task is tried again on a fresh thread after its thread died. A task that throws is never retried. */
const RETRIES = 2;

export interface PoolOptions {
  /** URL of the module that calls `serve`; TypeScript is fine when the package runs from source. */
  readonly module: URL;
  readonly size: number;
  /** Handed to every worker once, at its start; `SharedArrayBuffer`s in it are shared, not copied. */
  readonly shared: unknown;
}

/** Threads that execute tasks. Must be closed. */
export interface Pool {
  readonly size: number;
  /**
   * Executes a task on the next free thread.
   *
   * @throws what the task throws; AssayError `infrastructure` where threads die
   */
  run<Result>(task: unknown, options?: { readonly onProgress?: (note: unknown) => void }): Promise<Result>;
  /** Asks running tasks to stop early (see `stopRequested` in `serve`) and refuses waiting ones. */
  stop(): void;
  close(): Promise<void>;
}

interface Waiting {
  readonly task: unknown;
  readonly onProgress: ((note: unknown) => void) | undefined;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  tries: number;
}

/**
 * Starts a pool: threads are spawned when there is work, up to `size`, and take tasks in the order of `run`.
 *
 * @example
 * const pool = createPool({ module: new URL('./square-worker.ts', import.meta.url), size: 2, shared: undefined });
 * const nine = await pool.run<number>(3);
 * await pool.close();
 */
export function createPool({ module, size, shared }: PoolOptions): Pool {
  const stopFlag = new Int32Array(new SharedArrayBuffer(4));
  const queue: Waiting[] = [];
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  let closing = false;

  function spawn(): Worker {
    const data: Shared = { stopFlag, shared };
    const worker = startWorker(module, data);
    worker.on('message', (answer: Answer) => receive(worker, answer));
    worker.on('error', (cause) => lose(worker, cause));
    worker.on('exit', (code) => lose(worker, new Error(`it ended with exit code ${code}`)));
    return worker;
  }

  function receive(worker: Worker, answer: Answer): void {
    const waiting = busy.get(worker);
    if (waiting === undefined) return;
    if (answer.kind === 'progress') return waiting.onProgress?.(answer.note);
    busy.delete(worker);
    idle.push(worker);
    if (answer.kind === 'result') waiting.resolve(answer.result as never);
    else waiting.reject(revive(answer));
    dispatch();
  }

  function lose(worker: Worker, cause: unknown): void {
    const position = idle.indexOf(worker);
    if (position >= 0) idle.splice(position, 1);
    const waiting = busy.get(worker);
    if (waiting === undefined) return;
    busy.delete(worker);
    if (closing || waiting.tries >= RETRIES) {
      const why = cause instanceof Error ? cause.message : String(cause);
      waiting.reject(
        new AssayError(
          'infrastructure',
          `Cannot run a task on a worker thread: expected it to live, got its death ${waiting.tries + 1} times: ${why}`,
          { cause },
        ),
      );
    } else {
      waiting.tries++;
      queue.unshift(waiting);
    }
    dispatch();
  }

  function dispatch(): void {
    while (queue.length > 0 && (idle.length > 0 || busy.size < size)) {
      const waiting = queue.shift()!;
      const worker = idle.pop() ?? spawn();
      busy.set(worker, waiting);
      worker.postMessage(waiting.task);
    }
  }

  return {
    size,
    run: (task, options = {}) =>
      new Promise((resolve, reject) => {
        if (closing || Atomics.load(stopFlag, 0) === 1) return reject(stopped());
        queue.push({ task, onProgress: options.onProgress, resolve, reject, tries: 0 });
        dispatch();
      }),
    stop() {
      Atomics.store(stopFlag, 0, 1);
      for (const waiting of queue.splice(0)) waiting.reject(stopped());
    },
    async close() {
      closing = true;
      for (const waiting of queue.splice(0)) waiting.reject(stopped());
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}

/**
 * From source a stub registers tsx first. In a built package the module lies beside as JavaScript and is started
 * itself. Without an own execArgv a worker would inherit the loaders of whatever started the main thread.
 */
function startWorker(module: URL, data: Shared): Worker {
  const isBuilt = import.meta.url.endsWith('.js');
  const target = isBuilt ? new URL(module.href.replace(/\.ts$/, '.js')) : module;
  if (!target.pathname.endsWith('.ts')) return new Worker(target, { workerData: data, execArgv: [] });
  const workerData = { ...data, module: target.href };
  return new Worker(new URL('./entry.mjs', import.meta.url), { workerData, execArgv: [] });
}

const stopped = () => new AssayError('infrastructure', 'Cannot run a task: the pool was stopped');

function revive(answer: Extract<Answer, { kind: 'error' }>): Error {
  const error =
    answer.code === undefined ? new Error(answer.message) : new AssayError(answer.code, answer.message);
  if (answer.stack !== undefined) error.stack = answer.stack;
  return error;
}
