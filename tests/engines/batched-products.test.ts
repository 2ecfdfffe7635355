import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { broadcastProducts } from '../../src/engines/tfjs/broadcast-products.ts';
import { engineAvailability, engineNamed } from '../../src/engines/index.ts';
import type { Tensors } from '../../src/engines/types.ts';
import { batchOver, gradients, interpret, lockstep, simplify, trace } from '../../src/program/index.ts';
import type { LoopProgram, Program } from '../../src/program/types.ts';
import { distance } from './distance.ts';
import { run } from './training-cases.ts';

const statuses = await engineAvailability();
const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;
const floats = (shape: readonly number[], ...values: number[]) => ({
  data: Float32Array.from(values),
  shape,
});
const waves = (shape: readonly number[], pace: number) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return floats(shape, ...Array.from({ length: size }, (_, i) => Math.sin((i + 1) * pace)));
};

const product = (a: readonly number[], b: readonly number[]): Program =>
  trace('product', { a: float(...a), b: float(...b) }, (inputs) => ({ y: tf.matMul(inputs.a, inputs.b) }));

/** A weight that is shared over positions, trained by gradient descent. */
function sequence(): LoopProgram {
  const body = trace('step', { w: float(3, 2), x: float(4, 2, 3), rate: float() }, ({ w, x, rate }) => {
    const output = tf.tanh(tf.sum(tf.matMul(x, w), 1));
    const loss = tf.mean(tf.square(tf.sub(output, 0.5))) as tf.Scalar;
    return { w: tf.sub(w, tf.mul(rate, gradients(loss, [w])[0]!)), loss };
  });
  return {
    kind: 'loop',
    name: 'sequence',
    body,
    carried: ['w'],
    scanned: ['x', 'rate'],
    gathered: [],
    stacked: ['loss'],
  };
}

describe.each(statuses)(
  'on $name matrices meet those of their own replicate',
  ({ name, available, install }) => {
    const here = test.skipIf(!available);
    const title = available ? '' : ` (needs: ${install})`;
    const compare = async (program: Program | LoopProgram, feeds: Tensors): Promise<void> => {
      const actual = await run(await engineNamed(name), { program, feeds });
      const expected = Object.entries(interpret(program)(feeds)).map(
        ([port, { data, shape }]) => [port, { data: Float32Array.from(data), shape }] as const,
      );
      // Sums of up to twenty terms in single precision, over three steps.
      expect(distance(Object.fromEntries(expected), actual).value).toBeLessThan(2e-6);
    };

    here.each([
      { a: [2, 2, 1, 1], b: [2, 1, 1, 1] },
      { a: [2, 1, 1, 1], b: [1, 3, 1, 1] },
      { a: [2, 1, 3, 2], b: [2, 4, 2, 3] },
      { a: [2, 1, 2, 2, 2], b: [3, 1, 2, 2] },
      { a: [3, 2, 2], b: [2, 2] },
    ])(`$a times $b${title}`, async ({ a, b }) => {
      await compare(product(a, b), { a: waves(a, 1.7), b: waves(b, 2.3) });
    });

    here(`rank 3 times rank 2 over three replicates${title}`, async () => {
      const batched = batchOver(product([2, 3, 2], [2, 4]), ['a', 'b'], 3);
      await compare(batched, { a: waves([3, 2, 3, 2], 1.7), b: waves([3, 2, 4], 2.3) });
    });

    here(`a weight that is shared over positions, trained in lockstep${title}`, async () => {
      await compare(lockstep(sequence(), ['x', 'rate'], 3), {
        w: waves([3, 3, 2], 1.1),
        x: waves([3, 3, 4, 2, 3], 1.3),
        rate: floats([3, 3], 0.1, 0.2, 0.3, 0.3, 0.2, 0.1, 0.1, 0.1, 0.1),
      });
    });
  },
);

describe('broadcastProducts', () => {
  test.each([
    { a: [3, 4], b: [4, 2] },
    { a: [2, 3, 4], b: [2, 4, 2] },
    { a: [2, 3, 4], b: [4, 2] },
    { a: [5, 2, 3, 4], b: [1, 2, 4, 2] },
  ])('leaves $a times $b as it is', ({ a, b }) => {
    const program = product(a, b);
    expect(broadcastProducts(program)).toBe(program);
  });

  test('leaves a loop as it is whose products are right, and changes the digest of one whose are not', async () => {
    const [alone, group] = [sequence(), lockstep(sequence(), ['x', 'rate'], 3)];
    expect(broadcastProducts(alone)).toBe(alone);
    const [cpu, native] = await Promise.all([engineNamed('tfjs-cpu'), engineNamed('tfjs-node')]);
    expect(cpu.lower(alone).digest).toBe(native.lower(alone).digest);
    // Libtensorflow broadcasts axis by axis: what it was given stays as it was.
    expect(cpu.lower(group).digest).not.toBe(native.lower(group).digest);
  });
});

test('a product of constants is folded as the same product of inputs is computed', () => {
  const program = trace('constants', {}, () => ({
    y: tf.matMul(tf.tensor([1, 2, 3, 4], [2, 2, 1, 1]), tf.tensor([10, 100], [2, 1, 1, 1])),
  }));
  const folded = simplify(program);
  expect(folded.nodes).toEqual([]);
  expect([...folded.constants[0]!.data]).toEqual([10, 20, 300, 400]);
});
