import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkTarget, recordBaseline, type BatteryCase, type CheckOptions } from '../../src/check/index.ts';
import { externalTarget } from '../../src/check/target/external-target.ts';
import { engineNamed } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';

const program = fileURLToPath(new URL('targets/loop.py', import.meta.url));
const python = spawnSync('python3', ['-c', 'import numpy']).status === 0;

/** What the loop trains: a bowl without noise, and soft-max regression on examples that weigh unequally. */
const battery: readonly BatteryCase[] = [
  {
    id: 'bowl',
    model: { kind: 'quadratic', hessian: [1, 10], noiseCovariance: [0, 0] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
    learningRate: 0.02,
    batchSize: 1,
    length: 40,
    every: 1,
  },
  {
    id: 'images',
    model: { kind: 'softmax-regression' },
    data: { kind: 'fashion-mnist', train: 100, test: 50, downsample: 14 },
    loss: 'cross-entropy',
    learningRate: 0.01,
    batchSize: 25,
    length: 4,
    every: 0.25,
  },
];

const reasons = [{ reason: 'for a test', date: '2026-01-01' }];
let directory: string;
let options: CheckOptions;
const loop = (bug: string, files: readonly string[] = []) =>
  externalTarget({ command: ['python3', program, bug], files }, 'loop.optimizer.ts', directory);
const record = (target: ReturnType<typeof loop>) => recordBaseline(target, { seed: '0', reasons }, options);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assay-loop-'));
  const engine = await engineNamed('onnx');
  options = { engine, store: openStore(null), workers: 1, version: '0', battery, looks: [6] };
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(!python)(
  `a training loop of one's own in Python${python ? '' : ' (skipped: it needs python3 with NumPy, which is not installed)'}`,
  () => {
    test.each([
      ['a mean of means over micro-batches of unequal weight', 'means-of-means', 'images', 1],
      ['a velocity lost at half of the run', 'loses-moments', 'bowl', 21],
    ])('%s is told, with the step', async (_, bug, id, step) => {
      const { baseline } = await record(loop('none'));
      const found = await checkTarget(loop(bug), baseline, options);
      const { level, evidence } = found.cases.find((each) => each.id === id)!;
      expect(['equivalent', 'improved', 'size not decided', 'regressed']).toContain(level);
      expect(evidence).toMatch(new RegExp(`^curve of trainLoss from step ${step} of `));
      // A landscape has no micro-batches of unequal weight; a run that lost its velocity lost it everywhere.
      const others = found.cases.filter((each) => each.id !== id).map((each) => each.level === 'same bytes');
      expect(others).toEqual([bug === 'means-of-means']);
    });

    test('draws that do not come from the job’s seed are told when it is recorded', async () => {
      await expect(record(loop('ignores-its-seed'))).rejects.toThrow(
        /expected the same job to give the same numbers.*every draw of the trainer must come from the job's "seed"$/,
      );
    });

    test('an edit of a file that it declares, and that its own digest does not cover, is trained', async () => {
      writeFileSync(join(directory, 'rule.py'), 'def step_size(rate):\n    return rate\n');
      const declared = loop('none', ['rule.py']);
      const { baseline } = await record(declared);
      expect((await checkTarget(declared, baseline, options)).level).toBe('same mathematics');
      writeFileSync(join(directory, 'rule.py'), 'def step_size(rate):\n    return 1.5 * rate\n');
      const edited = await checkTarget(declared, baseline, options);
      rmSync(join(directory, 'rule.py'));
      expect(edited.warnings.join()).toContain('edited since it was recorded: rule.py');
      for (const { level, evidence } of edited.cases) {
        expect(level).not.toMatch(/^same/);
        expect(evidence).toMatch(/^curve of trainLoss from step 1 of /);
      }
    });
  },
);
