import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawnInputs, replay, trace, withDraws } from '../../src/program/index.ts';
import type { Draw } from '../../src/program/index.ts';

beforeAll(() => tf.setBackend('cpu'));

const x = { shape: [2, 3], dtype: 'float32' } as const;
const numbers = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);

/** A program of `x` and its draws. */
function drawing(body: (x: tf.Tensor) => tf.Tensor) {
  let draws: readonly Draw[] = [];
  const program = trace('drawing', { x }, (inputs) => {
    const y = withDraws('draw', () => body(inputs.x));
    draws = drawnInputs();
    return { y };
  });
  return { program, draws };
}

const at = (program: ReturnType<typeof drawing>['program'], drawn: tf.Tensor) => [
  ...replay(program, { x: numbers, 'draw/0': drawn }).y!.dataSync(),
];

describe('draws of traced code come in as inputs', () => {
  const drawn = tf.tensor2d([0, 0.25, 0.5, 0.6, 0.75, 0.9], [2, 3]);
  const shape = [2, 3];
  const all = [0, 0.25, 0.5, 0.6, 0.75, 0.9];
  const cases: readonly (readonly [string, Draw['law'], (x: tf.Tensor) => tf.Tensor, readonly number[]])[] = [
    // Inverted dropout: kept where floor(u + 0.5) is 1, and then doubled.
    ['tf.dropout', 'uniform', (x) => tf.dropout(x, 0.5), [0, 0, 6, 8, 10, 12]],
    ['tf.dropout with a seed', 'uniform', (x) => tf.dropout(x, 0.5, undefined, 7), [0, 0, 6, 8, 10, 12]],
    ['tf.randomUniform', 'uniform', () => tf.randomUniform(shape), all],
    [
      'tf.randomUniform between bounds',
      'uniform',
      () => tf.randomUniform(shape, -1, 3, 'float32', 'a name'),
      [-1, 0, 1, 1.4, 2, 2.6],
    ],
    ['tf.randomStandardNormal', 'normal', () => tf.randomStandardNormal(shape), all],
    ['tf.randomNormal', 'normal', () => tf.randomNormal(shape, 5, 2), [5, 5.5, 6, 6.2, 6.5, 6.8]],
    [
      'tf.truncatedNormal',
      'truncated-normal',
      () => tf.truncatedNormal(shape, 5, 2),
      [5, 5.5, 6, 6.2, 6.5, 6.8],
    ],
  ];
  const whole: readonly (readonly [string, Draw['law'], (x: tf.Tensor) => tf.Tensor, readonly number[]])[] = [
    ['tf.randomUniformInt', 'uniform', () => tf.randomUniformInt(shape, 2, 6), [2, 3, 4, 4, 5, 5]],
    [
      'tf.randomUniform of whole numbers',
      'uniform',
      () => tf.randomUniform(shape, 0, 9, 'int32'),
      [0, 2, 4, 5, 6, 8],
    ],
    // −2 + 4u, cut off towards 0: −2, −1, 0, 0.4, 1, 1.6.
    ['bounds about 0', 'uniform', () => tf.randomUniformInt(shape, -2, 2), [-2, -1, 0, 0, 1, 1]],
    [
      'tf.randomNormal of whole numbers',
      'normal',
      () => tf.randomNormal(shape, -1, 2, 'int32'),
      [-1, 0, 0, 0, 1, 1],
    ],
    [
      'tf.truncatedNormal of whole numbers',
      'truncated-normal',
      () => tf.truncatedNormal(shape, 5, 2, 'int32'),
      [5, 6, 6, 6, 7, 7],
    ],
  ];
  test.each(whole)('%s, as int32', (_, law, body, expected) => {
    const { program, draws } = drawing(body);
    expect(draws).toEqual([{ name: 'draw/0', law, shape }]);
    expect(program.values[program.outputs[0]!.id]!.dtype).toBe('int32');
    // As JavaScript makes whole numbers of the same draws: −0 is 0.
    expect(at(program, drawn)).toEqual(expected);
  });

  test.each([
    [990, 1000],
    [-1000, -990],
    [-(2 ** 24), 2 ** 24],
  ])('whole numbers from %s stay below %s, whatever single precision makes of the last draw', (low, high) => {
    const { program } = drawing(() => tf.randomUniformInt(shape, low, high));
    const last = tf.fill(shape, 1 - 2 ** -24);
    // The last but one, where what is below 0 is cut off upwards: that is the bound itself.
    expect(Math.max(...at(program, last))).toBe(high <= 0 ? high : high - (high === 2 ** 24 ? 2 : 1));
    expect(Math.min(...at(program, tf.zeros(shape)))).toBe(low);
  });

  test('tf.randomGamma, with the shape of its distribution', () => {
    const { program, draws } = drawing(() => tf.randomGamma([2, 3], 4, 0.25));
    expect(draws).toEqual([{ name: 'draw/0', law: 'gamma', concentration: 4, shape }]);
    // What TensorFlow.js calls a rate it multiplies by.
    expect(at(program, drawn)).toEqual(all.map((value) => Math.fround(Math.fround(value) * 0.25)));
    expect(drawing(() => tf.randomGamma([2, 3], 0.5)).draws[0]).toMatchObject({ concentration: 0.5 });
  });

  test.each(cases)('%s', (_, law, body, expected) => {
    const { program, draws } = drawing(body);
    expect(draws).toEqual([{ name: 'draw/0', law, shape }]);
    expect(program.inputs.map(({ name }) => name)).toEqual(['x', 'draw/0']);
    at(program, drawn).forEach((value, index) =>
      // float32 rounding
      expect(value).toBeCloseTo(expected[index]!, 5),
    );
  });

  test('a layer that draws has its own: one number a feature where its noise has that shape', () => {
    const layer = tf.layers.dropout({ rate: 0.25, noiseShape: [1, 3] });
    const { draws } = drawing((input) => layer.apply(input, { training: true }) as tf.Tensor);
    expect(draws).toEqual([{ name: 'draw/0', law: 'uniform', shape: [1, 3] }]);
  });

  test('each call has its own; code that is run again with the same prefix has the same', () => {
    const twice = () => tf.add(tf.randomNormal([2, 3]), tf.randomNormal([2, 3]));
    const program = trace('twice', {}, () => ({
      one: withDraws('draw', twice),
      again: withDraws('draw', twice),
      other: withDraws('else', twice),
    }));
    expect(program.inputs.map(({ name }) => name)).toEqual(['draw/0', 'draw/1', 'else/0', 'else/1']);
  });
});

describe('other draws are refused with their place', () => {
  const refusals: Readonly<Record<string, readonly [() => tf.Tensor, RegExp]>> = {
    'whole numbers of tf.randomGamma': [
      () => tf.randomGamma([3], 1, 1, 'int32'),
      /int32 numbers of tf\.randomGamma at .*draws\.test\.ts:\d+/,
    ],
    'a shape of no gamma distribution': [
      () => tf.randomGamma([3], 0),
      /expected an alpha above 0, got tf\.randomGamma of alpha 0 at .*draws\.test\.ts:\d+/,
    ],
    'whole numbers between fractions': [
      () => tf.randomUniform([3], 0.5, 9, 'int32'),
      /expected int32 numbers between whole bounds .*, got bounds 0\.5 and 9 at .*draws\.test\.ts:\d+/,
    ],
    multinomial: [() => tf.multinomial([0.5, 0.5], 2), /a draw of tf\.multinomial at .*draws\.test\.ts:\d+/],
    rand: [() => tf.rand([3], () => 0.5), /a draw of tf\.rand at .*draws\.test\.ts:\d+/],
    'yes and no': [() => tf.randomUniform([3], 0, 9, 'bool'), /bool numbers at .*draws\.test\.ts:\d+/],
    'Math.random': [() => tf.scalar(Math.random()), /a call of Math\.random at .*draws\.test\.ts:\d+/],
    'a mean that is a tensor': [
      () => tf.randomNormal([3], tf.scalar(1) as unknown as number),
      /mean and deviation that are no numbers at .*draws\.test\.ts:\d+/,
    ],
  };
  test.each(Object.entries(refusals))('%s', (_, [body, message]) => {
    expect(() => drawing(body)).toThrow(/^Cannot draw random numbers while tracing: expected /);
    expect(() => drawing(body)).toThrow(message);
    expect(['random' in {}, 'randu' in {}]).toEqual([false, false]);
    expect(tf.randomNormal([3]).size).toBe(3);
  });

  test('and so is a body that draws otherwise when it is run again', () => {
    const shapes = [[2], [3]];
    const changing = () => withDraws('draw', () => tf.randomNormal(shapes.shift()!));
    expect(() => trace('changing', {}, () => ({ a: changing(), b: changing() }))).toThrow(
      /expected the same draws of the same mini-batch \(normal \[2\]\), got normal \[3\] at .*draws\.test\.ts/,
    );
  });
});
