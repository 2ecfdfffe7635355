import { expect, test } from 'vitest';
import { idleOptions } from '../../src/check/target/idle-options.ts';
import { engineNamed } from '../../src/engines/index.ts';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';

const engine = await engineNamed('onnx');

test.each<OptimizerSpec>([
  { kind: 'heavy-ball', momentum: 0.9, dampening: 0.5, clip: { kind: 'global-norm', limit: 1 } },
  { kind: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-6, weightDecay: { kind: 'coupled', rate: 0.01 } },
  { kind: 'lion', beta1: 0.9, beta2: 0.99 },
])('every option of $kind has an effect', (spec) => {
  expect(idleOptions(spec, engine)).toEqual([]);
});

test('an option that nothing comes of is named by its place', () => {
  const deaf = (spec: OptimizerSpec) =>
    buildOptimizer(
      spec.kind === 'adam' ? { ...spec, beta2: 0.999, weightDecay: { kind: 'coupled', rate: 0.1 } } : spec,
    );
  const spec = {
    kind: 'adam',
    beta1: 0.9,
    beta2: 0.99,
    weightDecay: { kind: 'coupled', rate: 0.01 },
  } as const;
  expect(idleOptions(spec, engine, deaf)).toEqual(['beta2', 'weightDecay.rate']);
});
