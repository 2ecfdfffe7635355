import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  checkTarget,
  loadTarget,
  recordBaseline,
  type BatteryCase,
  type CheckOptions,
} from '../../src/check/index.ts';
import { engineNamed } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';

/** A net on examples, and a landscape, which the eager trainer does not know. */
const battery: readonly BatteryCase[] = [
  {
    id: 'clusters',
    model: { kind: 'softmax-regression' },
    data: { kind: 'clusters', classes: 2, dimensions: 2, train: 20, test: 4 },
    loss: 'cross-entropy',
    learningRate: 0.1,
    batchSize: 10,
    length: 4,
    every: 2,
  },
  {
    id: 'bowl',
    model: { kind: 'quadratic', hessian: [1], noiseCovariance: [0] },
    data: { kind: 'gradient-noise' },
    loss: 'model',
    learningRate: 0.1,
    batchSize: 1,
    length: 4,
    every: 1,
  },
];

/** Momentum in a private field, which no trace sees. */
const source = `import * as tf from '@tensorflow/tfjs';
class Hidden extends tf.Optimizer {
  static className = 'Hidden';
  #velocity = {};
  constructor(learningRate) { super(); this.learningRate = learningRate; }
  applyGradients(gradients) {
    for (const { name, tensor } of gradients) {
      const variable = tf.engine().registeredVariables[name];
      const before = this.#velocity[name];
      this.#velocity[name] = tf.keep(tf.tidy(() => (before ? tf.add(tf.mul(before, 0.9), tensor) : tf.clone(tensor))));
      before?.dispose();
      tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(this.#velocity[name], this.learningRate))));
    }
  }
  getConfig() { return { learningRate: this.learningRate }; }
}
export default ({ learningRate }) => new Hidden(learningRate);
`;

let directory: string;
let options: CheckOptions;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assay-eager-'));
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'hidden.optimizer.mjs'), source);
  const engine = await engineNamed('onnx');
  options = { engine, store: openStore(null), workers: 1, version: '0', battery, looks: [2] };
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a target that cannot be traced is trained eagerly: unchanged where its module is, changed where its numbers are', async () => {
  const target = await loadTarget('hidden.optimizer.mjs', directory);
  const reasons = [{ reason: 'for a test', date: '2026-01-01' }];
  const { baseline, notes } = await recordBaseline(target, { seed: '0', reasons }, options);
  expect(notes[0]).toMatch(/^trained eagerly, by TensorFlow\.js as it is: Cannot trace optimizer/);
  expect(notes).toContain('left out, since the trainer has no such models or data: bowl');
  expect(baseline.kind).toBe('trainer');
  expect(baseline.provenance.engineVersion).toMatch(/^eager 4, /);
  const same = await checkTarget(target, baseline, options);
  expect([same.level, same.trained]).toEqual(['same mathematics', 0]);
  const file = join(directory, 'hidden.optimizer.mjs');
  writeFileSync(file, readFileSync(file, 'utf8').replace('0.9', '0.5'));
  const other = await checkTarget(await loadTarget('hidden.optimizer.mjs', directory), baseline, options);
  expect(other.cases.map(({ id, level }) => [id, level])).not.toEqual([['clusters', 'same mathematics']]);
  expect(other.cases[0]!.evidence).toMatch(/from step \d+ of 8/);
  expect(other.warnings.join()).toContain('edited since it was recorded: ./hidden.optimizer.mjs');
}, 600_000);
