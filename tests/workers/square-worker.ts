import { threadId } from 'node:worker_threads';
import { serve } from '../../src/workers/index.ts';

type Task =
  | { readonly kind: 'square'; readonly of: number }
  | { readonly kind: 'throw' }
  | { readonly kind: 'die' }
  | { readonly kind: 'wait-for-stop' };

serve<Task, { readonly counter: Int32Array }>(async (task, { shared, stopRequested, progress }) => {
  Atomics.add(shared.counter, 0, 1);
  if (task.kind === 'square') return { value: task.of * task.of, thread: threadId };
  if (task.kind === 'throw') throw new RangeError('a task that throws');
  if (task.kind === 'die') process.exit(3);
  progress('waiting');
  while (!stopRequested()) await new Promise((resolve) => setTimeout(resolve, 5));
  return 'stopped early';
});
