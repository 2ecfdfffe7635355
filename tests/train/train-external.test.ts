import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measureRuns } from '../../src/measures/runs/index.ts';
import { planSuite } from '../../src/plan/index.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { hypothesisSchema } from '../../src/declare/schema.ts';
import type { Hypothesis } from '../../src/declare/types.ts';

/**
 * A trainer in Node whose "loss" is learningRate / batchSize plus a number of its seed, and which fails where `fails`
 * says.
 */
function trainerFile(version: string, fails = 'false'): string {
  const directory = mkdtempSync(join(tmpdir(), 'assay-trainer-'));
  const file = join(directory, 'train.cjs');
  writeFileSync(
    file,
    `const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
     require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
       const m = JSON.parse(line);
       if (m.type === 'hello') say({ type: 'hello', protocol: 1, name: 'test', version: '${version}' });
       if (m.type === 'bye') process.exit(0);
       if (m.type !== 'job') return;
       if (${fails}) { process.stderr.write('no memory left\\n', () => process.exit(9)); return; }
       say({ type: 'metrics', id: m.id, step: 5, values: { trainLoss: 1 } });
       say({ type: 'done', id: m.id, steps: 10, final: { trainLoss: m.learningRate / m.batchSize + m.seed / 2 ** 40, width: 3 } });
     });`,
  );
  return file;
}

const suite = (file: string) => {
  const hypothesis = hypothesisSchema.parse({
    id: 'test/external',
    claim: 'a trainer of the user trains',
    workload: {
      model: { kind: 'quadratic', hessian: [1], noiseCovariance: [1] },
      data: { kind: 'gradient-noise' },
      loss: 'model',
      trainer: { command: [process.execPath, file] },
    },
    optimizer: { kind: 'sgd' },
    arms: { a: { learningRate: 0.1, batchSize: 4 }, b: { learningRate: 0.2, batchSize: 8 } },
    stop: { kind: 'steps', steps: 10 },
    replicates: 3,
    measures: ['trainLoss', { kind: 'reported', metric: 'width' }, { kind: 'hessianTrace' }],
    predictions: [{ kind: 'equivalent', measure: 'trainLoss', arms: ['a', 'b'], margin: 0.1 }],
  }) as unknown as Hypothesis;
  return planSuite([{ file: 'x.hypothesis.ts', hypothesis, warnings: [] }], {
    baseSeed: '1',
    tier: 'quick',
    engine: 'onnx',
  });
};

describe('a hypothesis whose workload names an external trainer', () => {
  test('trains by it, arms sharing seeds, and measures what it returned', async () => {
    const { runPlan, measurePlan } = await suite(trainerFile('1'));
    const store = openStore(null);
    const { records, trained, failures } = await trainRuns(runPlan, { store, workers: 2 });
    expect(failures).toEqual([]);
    expect([runPlan.jobs.length, runPlan.external.length, trained]).toEqual([0, 6, 6]);
    const table = (await measureRuns(measurePlan, records, { store, workers: 1 })).get('test/external')!;
    const losses = (arm: string) =>
      Object.values(table[arm]!['trainLoss']!).map((cell) => (cell as { value: number }).value);
    // Equal ratio: what differs between arms is nothing but the seed's own number, which they share.
    expect(losses('b')).toEqual(losses('a'));
    expect(new Set(losses('a')).size).toBe(3);
    expect(Object.values(table['a']!['reported']!)[0]).toEqual({ value: 3 });
    expect(Object.values(table['a']!['hessianTrace']!)[0]).toEqual({
      missing: expect.stringContaining('keeps its net'),
    });
  });

  test('is not trained again, unless the trainer says another version or its file changed', async () => {
    const file = trainerFile('1');
    const store = openStore(null);
    await trainRuns((await suite(file)).runPlan, { store, workers: 1 });
    const again = await trainRuns((await suite(file)).runPlan, { store, workers: 1 });
    expect([again.hits, again.trained]).toEqual([6, 0]);
    const newer = await trainRuns((await suite(trainerFile('2'))).runPlan, { store, workers: 1 });
    expect([newer.hits, newer.trained]).toEqual([0, 6]);
  });

  test('keeps the runs that ended when a job kills the trainer, and goes on with a fresh process', async () => {
    const { runPlan, measurePlan } = await suite(
      trainerFile('1', `m.learningRate === 0.2 && m.seedName.endsWith('/1')`),
    );
    const store = openStore(null);
    const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
    expect(records.size).toBe(5);
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/exit code 9[\s\S]*no memory left/),
    ]);
    const table = (await measureRuns(measurePlan, records, { store, workers: 1, failures })).get(
      'test/external',
    )!;
    const missing = Object.values(table['b']!['trainLoss']!).filter((cell) => 'missing' in cell);
    expect(missing).toEqual([{ missing: expect.stringMatching(/^the run failed: [\s\S]*exit code 9/) }]);
  });
});
