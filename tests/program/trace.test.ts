import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../src/errors.ts';
import { deserialize, gradients, print, replay, serialize, trace } from '../../src/program/index.ts';

const vector = { shape: [3], dtype: 'float32' } as const;

describe('trace', () => {
  test('records kernels, a line a node', () => {
    const program = trace('line', { x: vector, w: vector }, ({ x, w }) => ({
      y: tf.sum(tf.mul(x, w)),
    }));
    expect(print(program)).toBe(
      [
        'program line',
        '  in %0 x float32[3]',
        '  in %1 w float32[3]',
        '  %2 float32[3] = Multiply(a=%0, b=%1)',
        '  %3 float32[] = Sum(x=%2) {keepDims: false}',
        '  out y = %3',
      ].join('\n'),
    );
  });

  test('captures a tensor that was made outside as a constant and leaves it usable', () => {
    void tf.setBackend('cpu');
    const outside = tf.tensor1d([1, 2, 3]);
    const program = trace('captured', { x: vector }, ({ x }) => ({ y: tf.add(x, outside) }));
    expect([...program.constants[0]!.data]).toEqual([1, 2, 3]);
    expect([...outside.dataSync()]).toEqual([1, 2, 3]);
    expect(tf.getBackend()).toBe('cpu');
  });

  test('is refused where a value is read, with the place', () => {
    const read = () => trace('reads', { x: vector }, ({ x }) => ({ y: tf.mul(x, x.dataSync()[0]!) }));
    expect(read).toThrow(/Cannot read the value of a tensor while tracing.*trace\.test\.ts:\d+/);
  });

  test.each(['data', 'dataSync', 'array', 'arraySync', 'bytes', 'print'] as const)(
    'is refused where the value is read by %s, whatever becomes of it',
    async (call) => {
      const read = () =>
        trace('reads', { x: vector }, ({ x }) => {
          // A promise that nobody waits for: were it rejected, the process would end.
          void x[call]();
          return { y: x };
        });
      expect(read).toThrow(
        new RegExp(`Cannot read the value .* got a call of ${call} at .*trace\\.test\\.ts:\\d+`),
      );
      await new Promise(setImmediate);
      expect(print(trace('again', { x: vector }, ({ x }) => ({ y: x })))).toContain('program again');
    },
  );

  test('a value that is awaited hides nothing: what the code makes of the promise is not told in its place', () => {
    const read = () =>
      trace('reads', { x: vector }, ({ x }) => ({ y: (x.array() as unknown as tf.Tensor[])[0]!.square() }));
    expect(read).toThrow(/got a call of array at/);
  });

  test('the value of a constant can be read', async () => {
    let read: Promise<unknown> | undefined;
    trace('constant', { x: vector }, ({ x }) => {
      read = tf.tensor1d([1, 2]).data();
      return { y: x };
    });
    expect(await read).toEqual(Float32Array.of(1, 2));
  });

  test('is refused where a kernel is not covered, with its name and the place', () => {
    const call = () =>
      trace('fft', { x: { shape: [2, 4], dtype: 'float32' } }, ({ x }) => ({
        y: tf.real(tf.fft(tf.complex(x, x))),
      }));
    expect(call).toThrow(AssayError);
    expect(call).toThrow(/Cannot trace kernel Complex.*trace\.test\.ts:\d+/);
  });

  const matrices = {
    a: { shape: [3, 4], dtype: 'float32' },
    b: { shape: [4, 3], dtype: 'float32' },
  } as const;
  const misfits: readonly (readonly [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, RegExp])[] = [
    ['matMul', (a, b) => tf.matMul(a, b, true), /BatchMatMul of a \[3,4\], b \[4,3\]: .* got 3 and 4;/],
    ['add', tf.add, /Add of a \[3,4\], b \[4,3\]: Cannot broadcast shapes/],
    ['concat', (a, b) => tf.concat([a, b], 1), /Concat of 0 \[3,4\], 1 \[4,3\]: .* but for axis 1, got/],
    [
      'stack',
      (a, b) => tf.stack([a, b]),
      /Pack of 0 \[3,4\], 1 \[4,3\]: .* equal shapes, got \[3,4\] and \[4,3\];/,
    ],
    ['reshape', (a) => tf.reshape(a, [5, 4]), /Reshape of x \[3,4\]: .* 12 elements, got \[5,4\];/],
    ['reshape with −1', (a) => tf.reshape(a, [-1, 5]), /Reshape of x \[3,4\]: .* 12 elements, got \[-1,5\];/],
    [
      'slice',
      (a) => tf.slice(a, [1, 0], [3, 4]),
      /Slice of x \[3,4\]: .* got lengths \[3,4\] from \[1,0\] on;/,
    ],
    ['split', (a) => tf.split(a, 3, 1)[0]!, /SplitV of x \[3,4\]: .* the length 4, got 3;/],
    ['sum', (a) => tf.sum(a, 2), /Sum of x \[3,4\]: Cannot find axis 2: expected one of 2 axes;/],
  ];
  test.each(misfits)('is refused where shapes do not fit: %s', (_, call, message) => {
    expect(() => trace('misfit', matrices, ({ a, b }) => ({ y: call(a, b) }))).toThrow(message);
  });

  const whole = (x: tf.Tensor) => tf.cast(x, 'int32');
  const truths = (x: tf.Tensor) => tf.greater(x, 0);
  const otherTypes: readonly (readonly [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, RegExp])[] = [
    [
      'exp',
      (a) => tf.exp(whole(a)),
      /Exp of x \[3,4\]: .* expected x as float32 \(tf\.cast\), got int32; called at/,
    ],
    ['round', (a) => tf.round(whole(a)), /Round of x \[3,4\]: .* got int32/],
    ['isNaN', (a) => tf.isNaN(whole(a)), /IsNan of x \[3,4\]: .* got int32/],
    ['prelu', (a) => tf.prelu(whole(a), a), /Prelu of x \[3,4\], alpha \[3,4\]: .* expected x as float32/],
    [
      'matMul',
      (a, b) => tf.matMul(whole(a), whole(b)),
      /BatchMatMul of a \[3,4\], b \[4,3\]: .* expected [ab] as float32/,
    ],
    [
      'maxPool',
      (a) => tf.maxPool(tf.reshape(whole(a), [1, 3, 4, 1]) as tf.Tensor4D, 2, 1, 'same'),
      /MaxPool of x \[1,3,4,1\]: .* got int32/,
    ],
    [
      'abs',
      (a) => tf.abs(truths(a)),
      /Abs of x \[3,4\]: .* expected x as float32 or int32 \(tf\.cast\), got bool/,
    ],
    ['argMax', (a) => tf.argMax(truths(a), 1), /ArgMax of x \[3,4\]: .* got bool/],
  ];
  test.each(otherTypes)(
    'is refused where a kernel does not compute with the data type: %s',
    (_, call, message) => {
      expect(() => trace('types', matrices, ({ a, b }) => ({ y: call(a, b) }))).toThrow(message);
    },
  );

  test('a kernel without a gradient is named, with its shapes and the place', () => {
    const rule = tf.getGradient('Softplus');
    tf.unregisterGradient('Softplus');
    const differentiate = () =>
      trace('softplus', { x: vector }, ({ x }) => ({ y: gradients(tf.sum(tf.softplus(x)), [x])[0]! }));
    try {
      expect(differentiate).toThrow(
        /Cannot differentiate kernel Softplus of x \[3\]: expected a kernel with a gradient, got none; called at .*trace\.test\.ts:\d+/,
      );
    } finally {
      tf.registerGradient(rule);
    }
  });

  test('a gradient that the library refuses is told with the kernel, its shapes and the place', () => {
    const rule = tf.getGradient('Sin');
    tf.unregisterGradient('Sin');
    tf.registerGradient({
      kernelName: 'Sin',
      gradFunc: () => {
        throw new Error('not on Sundays');
      },
    });
    try {
      const sine = () =>
        trace('sine', { x: vector }, ({ x }) => ({ dx: gradients(tf.sum(tf.sin(x)), [x])[0]! }));
      expect(sine).toThrow(
        /Cannot differentiate kernel Sin of x \[3\]: not on Sundays; called at .*trace\.test\.ts:\d+/,
      );
    } finally {
      tf.unregisterGradient('Sin');
      tf.registerGradient(rule);
    }
  });

  test('is refused where a random number is drawn, and the global generator works afterwards', () => {
    const draw = () => trace('draws', { x: vector }, ({ x }) => ({ y: tf.add(x, tf.randomNormal([3])) }));
    expect(draw).toThrow(/Cannot draw random numbers while tracing/);
    expect(Math.random()).toBeLessThan(1);
  });

  const seeded: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
    dropout: (x) => tf.dropout(x, 0.5, undefined, 7),
    randomNormal: (x) => tf.add(x, tf.randomNormal([3], 0, 1, 'float32', 7)),
    randomUniform: (x) => tf.add(x, tf.randomUniform([3], 0, 1, 'float32', 7)),
    truncatedNormal: (x) => tf.add(x, tf.truncatedNormal([3], 0, 1, 'float32', 7)),
  };
  test.each(Object.entries(seeded))(
    'is refused where %s draws with a seed: one draw would stand for all',
    (_, draw) => {
      expect(() => trace('draws', { x: vector }, ({ x }) => ({ y: draw(x) }))).toThrow(
        /Cannot draw random numbers while tracing: .* got a draw at .*trace\.test\.ts:\d+/,
      );
      expect(tf.randomNormal([3], 0, 1, 'float32', 7).size).toBe(3);
    },
  );

  test('is refused inside another trace, and gradients are refused outside', () => {
    const nested = () =>
      trace('outer', { x: vector }, ({ x }) => {
        trace('inner', { x: vector }, (t) => ({ y: t.x }));
        return { y: x };
      });
    expect(nested).toThrow(/one trace at a time/);
    void tf.setBackend('cpu');
    expect(() => gradients(tf.scalar(1), [])).toThrow(/inside the body of trace/);
  });

  test('an output that is no tensor is named', () => {
    const wrong = () => trace('wrong', { x: vector }, () => ({ y: 3 as unknown as tf.Tensor }));
    expect(wrong).toThrow(/expected output 'y' to be a tensor, got number/);
  });
});

describe('serialize', () => {
  test('gives the program back, with numbers that JSON does not know', () => {
    const program = trace('kept', { x: vector }, ({ x }) => ({
      y: tf.add(tf.clipByValue(x, -Infinity, Infinity), tf.tensor1d([-0, 1e-45, 3])),
      z: tf.cast(tf.greater(x, 0), 'int32'),
    }));
    const back = deserialize(serialize(program));
    expect(back).toEqual(program);
    expect(serialize(back)).toEqual(serialize(program));
  });

  test('bytes that are no program are refused', () => {
    expect(() => deserialize(new TextEncoder().encode('nonsense'))).toThrow(/Cannot read a program/);
  });
});

describe('what has no meaning is refused, naming it', () => {
  const image = { shape: [1, 3, 3, 1], dtype: 'float32' } as const;
  const traced = (body: (x: tf.Tensor4D) => tf.Tensor) => () =>
    trace('image', { x: image }, ({ x }) => ({ y: body(x as tf.Tensor4D) }));

  test('windows larger than the image', () => {
    expect(traced((x) => tf.maxPool(x, 4, 1, 'valid'))).toThrow(
      /windows that fit into an image of 3 by 3, got 4 by 4/,
    );
    expect(traced((x) => tf.conv2d(x, tf.ones([4, 1, 1, 1]), 1, 'valid'))).toThrow(/got 4 by 1/);
  });

  test('strides between pixels', () => {
    expect(traced((x) => tf.avgPool(x, 2, 1.5, 'same'))).toThrow(/positive whole numbers, got 1.5 and 1.5/);
  });

  test('an axis twice', () => {
    const twice = () =>
      tf.engine().runKernel('Transpose', { x: tf.ones([2, 2]) }, { perm: [0, 0] }) as tf.Tensor;
    expect(traced(twice)).toThrow(/each of 2 axes once, got \[?0,0/);
  });
});

describe('replay', () => {
  const program = trace('mean of two', { x: vector, w: vector }, ({ x, w }) => ({
    y: tf.addN([tf.mul(x, 0.5), tf.mul(w, tf.tensor1d([0.5, 0.5, 0.5]))]),
  }));

  test('computes outside a trace', async () => {
    await tf.setBackend('cpu');
    const { y } = replay(program, { x: tf.tensor1d([1, 2, 3]), w: tf.tensor1d([3, 4, 5]) });
    expect([...y!.dataSync()]).toEqual([2, 3, 4]);
  });

  test('becomes part of another trace', () => {
    const twice = trace('twice', { x: vector }, ({ x }) => {
      const { y } = replay(program, { x, w: x });
      return replay(program, { x: y!, w: y! });
    });
    expect(twice.nodes.map(({ kernel }) => kernel)).toEqual(
      [...program.nodes, ...program.nodes].map(({ kernel }) => kernel),
    );
    expect(twice.inputs).toHaveLength(1);
  });
});
