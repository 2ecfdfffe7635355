import { parentPort, workerData } from 'node:worker_threads';
import { AssayError } from '../errors.ts';
import type { Answer, Shared } from './protocol.ts';

/** What a task's function may use beside the task. */
export interface TaskContext<Common> {
  readonly shared: Common;
  /** Sends a note to the caller's `onProgress`. */
  readonly progress: (note: unknown) => void;
  /** True once the pool was asked to stop; a long task looks now and then. */
  readonly stopRequested: () => boolean;
}

/**
 * Makes this thread answer the tasks of a pool, one after another. Called once, by the worker's module.
 *
 * @throws AssayError `infrastructure` where it is called outside a worker thread
 * @example serve<number, undefined>((task) => task * task);
 */
export function serve<Task, Common>(execute: (task: Task, context: TaskContext<Common>) => unknown): void {
  const port = parentPort;
  if (port === null)
    throw new AssayError('infrastructure', 'Cannot serve tasks: expected a worker thread, got the main one');
  const { stopFlag, shared } = workerData as Shared;
  const send = (answer: Answer) => port.postMessage(answer);
  const context: TaskContext<Common> = {
    shared: shared as Common,
    progress: (note) => send({ kind: 'progress', note }),
    stopRequested: () => Atomics.load(stopFlag, 0) === 1,
  };
  const answer = async (task: Task): Promise<void> => {
    try {
      send({ kind: 'result', result: await execute(task, context) });
    } catch (error) {
      send(describe(error));
    }
  };
  port.on('message', (task: Task) => void answer(task));
}

function describe(error: unknown): Answer {
  if (!(error instanceof Error)) return { kind: 'error', message: String(error) };
  return {
    kind: 'error',
    code: error instanceof AssayError ? error.code : undefined,
    message: error.message,
    stack: error.stack,
  };
}
