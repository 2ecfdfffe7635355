import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { switchTelemetryOff } from '../../src/engines/telemetry.ts';

/** How a thread ends that loads the runtime, in a process whose environment is this. */
const endOf = (env: NodeJS.ProcessEnv) =>
  new Promise<string>((done) => {
    const entry = new URL('../../src/workers/entry.mjs', import.meta.url);
    const module = new URL('./telemetry-thread.ts', import.meta.url).href;
    const worker = new Worker(entry, { workerData: { module }, env, execArgv: [] });
    worker.on('error', ({ message }) => done(message));
    worker.on('exit', (code) => done(`exit ${code}`));
  });

test('the main thread switches telemetry off for itself and for the threads it starts', async () => {
  process.env['ORT_DISABLE_TELEMETRY'] = '0';
  switchTelemetryOff();
  expect(process.env['ORT_DISABLE_TELEMETRY']).toBe('1');
  expect(await endOf(process.env)).toBe('exit 0');
});

test.each([[undefined], ['0']])('a thread cannot, and does not load the runtime: %s', async (said) => {
  const { ORT_DISABLE_TELEMETRY: _, ...others } = process.env;
  const message = await endOf(said === undefined ? others : { ...others, ORT_DISABLE_TELEMETRY: said });
  expect(message).toContain(
    `expected ORT_DISABLE_TELEMETRY=1 in the environment of the process, got ${said ?? 'none'}`,
  );
});
