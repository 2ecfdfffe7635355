import { afterEach, expect, test } from 'vitest';
import { createPool, type Pool } from '../../src/workers/index.ts';

const counter = new Int32Array(new SharedArrayBuffer(4));
const open: Pool[] = [];
const pool = (size: number) => {
  const made = createPool({
    module: new URL('./square-worker.ts', import.meta.url),
    size,
    shared: { counter },
  });
  open.push(made);
  Atomics.store(counter, 0, 0);
  return made;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close()));
});

test('tasks are answered in place, on as many threads as asked for', async () => {
  const made = pool(2);
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((of) => made.run<{ value: number; thread: number }>({ kind: 'square', of })),
  );
  expect(answers.map(({ value }) => value)).toEqual([1, 4, 9, 16, 25, 36]);
  expect(new Set(answers.map(({ thread }) => thread)).size).toBeLessThanOrEqual(2);
  expect(counter[0]).toBe(6);
});

test('a task that throws fails once, is not retried, and the thread lives on', async () => {
  const made = pool(1);
  await expect(made.run({ kind: 'throw' })).rejects.toThrow('a task that throws');
  expect(counter[0]).toBe(1);
  expect(await made.run({ kind: 'square', of: 3 })).toMatchObject({ value: 9 });
});

test('a task whose thread dies is tried three times, then fails as infrastructure', async () => {
  const made = pool(1);
  await expect(made.run({ kind: 'die' })).rejects.toMatchObject({ code: 'infrastructure' });
  expect(counter[0]).toBe(3);
  expect(await made.run({ kind: 'square', of: 2 })).toMatchObject({ value: 4 });
});

test('stopping asks the running task to end and refuses the waiting one', async () => {
  const made = pool(1);
  const running = made.run({ kind: 'wait-for-stop' }, { onProgress: () => made.stop() });
  const waiting = made.run({ kind: 'square', of: 2 });
  await expect(waiting).rejects.toThrow('the pool was stopped');
  expect(await running).toBe('stopped early');
});
