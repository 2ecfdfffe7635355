import { describe, expect, test } from 'vitest';
import { decodeTensors } from '../../src/engines/index.ts';
import { initialTensors } from '../../src/models/initial-tensors.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { planOf } from '../train/small-suite.ts';

/** Hypothesis files of `planOf` are said to lie in hypotheses/. */
const optimizers = '../tests/optimizers/custom/optimizers.ts';
const nets = '../tests/models/custom/nets.ts';
const arms = { base: { learningRate: 0.1, batchSize: 30 }, double: { learningRate: 0.2, batchSize: 30 } };
const model = { kind: 'custom', module: nets } as const;

async function ends(fields: object) {
  const { runPlan } = await planOf({ arms, stop: { kind: 'steps', steps: 3 }, replicates: 2, ...fields });
  const store = openStore(null);
  const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
  expect(failures).toEqual([]);
  return Promise.all(
    runPlan.jobs.map(async (job) => ({
      job,
      state: decodeTensors((await store.getBlob(records.get(job.key)!.weights))!),
    })),
  );
}

describe('what comes by reference', () => {
  test('a pure optimizer of the user trains: three halvings leave an eighth of the start', async () => {
    const runs = await ends({ optimizer: { kind: 'custom', module: optimizers } });
    for (const { job, state } of runs) {
      const start = initialTensors(job.parameters, job.seed);
      for (const [name, { data }] of Object.entries(start))
        expect([...state[`parameters/${name}`]!.data]).toEqual([...data].map((value) => value / 8));
    }
  });

  test('a model of the user and a TensorFlow.js optimizer train, the same twice', async () => {
    const workload = {
      model,
      data: { kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 10 },
      loss: 'cross-entropy',
    };
    const optimizer = { kind: 'custom', module: optimizers, export: 'returnsTensorflow' };
    const [first, second] = [await ends({ workload, optimizer }), await ends({ workload, optimizer })];
    expect(first.map(({ job }) => job.key)).toEqual(second.map(({ job }) => job.key));
    expect(first.map(({ state }) => state)).toEqual(second.map(({ state }) => state));
    const [{ job, state }] = first as [(typeof first)[number]];
    const [name, { data }] = Object.entries(initialTensors(job.parameters, job.seed))[0]!;
    // Adam's three steps move each weight by about the rate, 0.1, at most.
    const moved = state[`parameters/${name}`]!.data;
    const way = Math.max(...[...data].map((value, i) => Math.abs(value - moved[i]!)));
    expect(way).toBeGreaterThan(0.05);
    expect(way).toBeLessThan(0.4);
  });

  test('an optimizer whose slots go by name trains with two sizes of mini-batches, and other files change no key', async () => {
    const optimizer = {
      kind: 'custom',
      module: '../tests/optimizers/custom/tensorflow.ts',
      export: 'slots',
    };
    const sizes = {
      base: { learningRate: 0.1, batchSize: 30 },
      double: { learningRate: 0.1, batchSize: 15 },
    };
    const alone = await planOf({
      optimizer,
      arms: { base: sizes.base, other: { ...sizes.base, learningRate: 0.2 } },
    });
    const both = await ends({ optimizer, arms: sizes, stop: { kind: 'epochs', epochs: 3 }, replicates: 3 });
    const baseKeys = (jobs: readonly { readonly key: string }[]) => jobs.slice(0, 3).map(({ key }) => key);
    expect(baseKeys(both.map(({ job }) => job))).toEqual(baseKeys(alone.runPlan.jobs));
  });

  test('a counter that acts after many steps is in the program, and another period is another', async () => {
    const lookahead = (name: string) => ({
      kind: 'custom',
      module: '../tests/optimizers/custom/tensorflow.ts',
      export: name,
    });
    const runs = await ends({
      optimizer: lookahead('lookahead'),
      arms: { five: arms.base, fifty: { ...arms.base, optimizer: lookahead('lookaheadOfFifty') } },
      stop: { kind: 'steps', steps: 7 },
    });
    const [five, fifty] = [runs[0]!, runs[2]!];
    expect(five.job.key).not.toBe(fifty.job.key);
    const name = `parameters/${five.job.parameters[0]!.name}`;
    expect(five.state[name]).toBeDefined();
    expect(five.state[name]).not.toEqual(fifty.state[name]);
  });

  test('a model with a loss of its own keeps accuracy and running statistics where examples have classes', async () => {
    const workload = {
      model: { kind: 'custom', module: '../tests/models/custom/focal.ts' },
      data: { kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 40, spread: 0.3 },
      loss: 'model',
    };
    const { runPlan } = await planOf({ arms, workload, stop: { kind: 'epochs', epochs: 20 }, replicates: 2 });
    const store = openStore(null);
    const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
    expect(failures).toEqual([]);
    for (const { final, weights } of records.values()) {
      // Guessing among three classes is right a third of the time.
      expect(final['testAccuracy']).toBeGreaterThan(0.6);
      const state = decodeTensors((await store.getBlob(weights))!);
      expect([...state['statistics/steps']!.data]).toEqual([40]);
    }
  });

  test('a net of layers by reference trains', async () => {
    const workload = {
      model: { kind: 'custom', module: '../tests/models/custom/layers.ts', export: 'dense' },
      data: { kind: 'clusters', classes: 3, dimensions: 6, train: 60, test: 40, spread: 0.3 },
      loss: 'cross-entropy',
    };
    const plan = () => planOf({ arms, workload, stop: { kind: 'epochs', epochs: 20 }, replicates: 2 });
    const [{ runPlan }, again] = [await plan(), await plan()];
    expect(runPlan.jobs.map(({ key }) => key)).toEqual(again.runPlan.jobs.map(({ key }) => key));
    const { records } = await trainRuns(runPlan, { store: openStore(null), workers: 1 });
    // Guessing among three classes is right a third of the time.
    for (const { final } of records.values()) expect(final['testAccuracy']).toBeGreaterThan(0.6);
  });

  test('a reference that leads nowhere is told with hypothesis and arm', async () => {
    await expect(
      planOf({ optimizer: { kind: 'custom', module: optimizers, export: 'absent' } }),
    ).rejects.toThrow(/^small, arm base: Cannot use .*: expected an export named 'absent', got default/);
  });
});
