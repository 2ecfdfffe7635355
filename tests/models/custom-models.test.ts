import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  buildModel,
  checkModel,
  guardedModel,
  loadModel,
  noiseShape,
  resolveModel,
} from '../../src/models/index.ts';
import type { Initializer, Model } from '../../src/models/index.ts';
import { print, trace } from '../../src/program/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import cosineNet from './custom/nets.ts';

const from = dirname(fileURLToPath(import.meta.url));
const data = { features: [4], outputs: 3 };
const float = (shape: readonly number[]) => ({ shape, dtype: 'float32' }) as const;
const custom = (name: string, module = './custom/nets.ts') =>
  loadModel({ kind: 'custom', module, export: name }, data, { from });

describe('a model by reference', () => {
  test('is what its module makes of the data', async () => {
    const model = await custom('default');
    expect(model.parameters[0]!.shape).toEqual([4, 3]);
    checkModel(model, data);
  });

  test('as the documentation writes it, is one', async () => {
    const page = await readFile(new URL('../../docs/models.md', import.meta.url), 'utf8');
    const directory = await mkdtemp(join(from, 'documented-'));
    try {
      await writeFile(join(directory, 'wavy-net.ts'), /```ts\n([^]*?)```/.exec(page)![1]!);
      const images = { features: [14, 14, 1], outputs: 10 };
      const model = await loadModel({ kind: 'custom', module: './wavy-net.ts' }, images, { from: directory });
      checkModel(model, images);
      expect(model.parameters.map(({ shape }) => shape)).toEqual([[196, 10], [10]]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('any other kind is built as usual', async () => {
    const model = await loadModel({ kind: 'softmax-regression' }, data, { from });
    expect(model.kind).toBe('softmax-regression');
  });

  const bad: readonly (readonly [string, RegExp])[] = [
    ['missing', /Cannot use \.\/custom\/nets\.ts: expected an export named 'missing', got default, /],
    ['notAFunction', /expected a function from the data's shape to a model, got the number 3/],
    [
      'fails',
      /^Cannot use .* \(export 'fails'\) as a model: its function fails: no width; thrown at .*nets\.ts:\d+/,
    ],
    ['isAsync', /expected it to return a model, got a promise/],
    ['returnsNothing', /expected it to return a model, got undefined/],
    ['withoutForward', /expected it to return a model whose 'forward' is a function, got undefined/],
  ];
  test.each(bad)('export %s is refused with what it is', async (name, message) => {
    await expect(custom(name)).rejects.toThrow(message);
  });

  test('a module that is not there is named, with the directory it was looked for in', async () => {
    await expect(custom('default', './absent.ts')).rejects.toThrow(
      /^Cannot import \.\/absent\.ts from \/.*models: Cannot find module '\S+absent\.ts'$/,
    );
    await expect(
      loadModel({ kind: 'custom', module: join(from, 'absent.ts') }, data, { from: '.' }),
    ).rejects.toThrow(/^Cannot import \S+absent\.ts: Cannot find module '\S+absent\.ts'$/);
  });

  test('a module that throws is told with its line', async () => {
    await expect(custom('default', './custom/throws.ts')).rejects.toThrow(
      /^Cannot import \.\/custom\/throws\.ts from \S+models: no such thing; thrown at \S+throws\.ts:\d+/,
    );
  });

  test('a file without its ./ is a package that is not there, and the message says so', async () => {
    await expect(custom('default', 'no-such-net.ts')).rejects.toThrow(
      /^Cannot import no-such-net\.ts: .*; the path of a file begins with \.\/$/,
    );
  });

  test('buildModel does not load it', () => {
    expect(() => buildModel({ kind: 'custom', module: './custom/nets.ts' }, data)).toThrow(
      /load it with loadModel/,
    );
  });
});

describe('checkModel', () => {
  const images = { features: [8, 8], outputs: 3 };
  const specs: readonly ModelSpec[] = [
    { kind: 'mlp', hidden: [5], activation: 'gelu', normalization: 'batch' },
    { kind: 'mlp', hidden: [5], activation: 'tanh', normalization: 'layer' },
    { kind: 'softmax-regression' },
    { kind: 'linear-regression' },
    { kind: 'quadratic', hessian: [1, 2], noiseCovariance: [1, 1] },
    { kind: 'double-well', curvatures: [1, 2], depths: [0, 0], noise: 1 },
    { kind: 'rosenbrock' },
    { kind: 'cnn', channels: [2] },
    { kind: 'vgg', blocks: [[2], [3]], normalization: 'batch' },
    { kind: 'resnet', channels: [2, 3] },
  ];

  test.each(specs)('passes $kind', (spec) => {
    const shape = noiseShape(resolveModel(spec)) ?? images;
    checkModel(buildModel(spec, shape), shape);
  });

  const plain = cosineNet(data);
  const forward = (
    change: (input: Parameters<Model['forward']>[0]) => ReturnType<Model['forward']>,
  ): Model => ({
    ...plain,
    forward: change,
  });
  const bad: readonly (readonly [string, Model, RegExp])[] = [
    [
      'an output of another shape',
      forward(({ statistics }) => ({ statistics, output: tf.zeros([3, 2]) })),
      /Cannot use model cosine-net: output: expected shape \[3,3\], got \[3,2\]; weight: expected a gradient of the output, got none/,
    ],
    [
      'a value that is read while tracing',
      forward((input) => ({ ...plain.forward(input), output: tf.scalar(input.features.dataSync()[0]!) })),
      /Cannot use model cosine-net: Cannot read the value of a tensor while tracing/,
    ],
    [
      'shapes that do not fit',
      forward((input) => ({
        ...plain.forward(input),
        output: tf.matMul(input.features as tf.Tensor2D, input.features as tf.Tensor2D),
      })),
      /Cannot use model cosine-net: Cannot trace kernel BatchMatMul of a \[3,4\], b \[3,4\]: .* inner lengths, got 4 and 3; called at .*custom-models/,
    ],
    [
      'running statistics that are forgotten and unknown ones',
      {
        ...forward((input) => ({ ...plain.forward(input), statistics: { other: tf.scalar(0) } })),
        statistics: [{ name: 'mean', shape: [2], initializer: { kind: 'zeros' } }],
      },
      /mean: expected its new value, got none; other: expected only declared running statistics, got this one/,
    ],
    [
      'a name used twice',
      { ...plain, parameters: [...plain.parameters, ...plain.parameters] },
      /weight: expected a name of its own, got one that is taken/,
    ],
    [
      'a mini-batch size that is written into the code',
      forward((input) => ({ ...plain.forward({ ...input, features: tf.reshape(input.features, [3, 4]) }) })),
      /Cannot use model cosine-net: Cannot trace kernel Reshape of x \[2,4\]: .* 8 elements, got \[3,4\]; called at/,
    ],
    [
      'an error of its own code, with its place',
      forward(() => {
        throw new TypeError('no such layer');
      }),
      /Cannot use model cosine-net: no such layer; thrown at .*custom-models\.test\.ts:\d+/,
    ],
    [
      'parameters without a gradient',
      {
        ...forward((input) => {
          const { output, statistics } = plain.forward(input);
          return { output: tf.mul(output, tf.sign(input.parameters['gate']!)), statistics };
        }),
        parameters: [...plain.parameters, { name: 'gate', shape: [3], initializer: { kind: 'ones' } }],
      },
      /^Cannot use model cosine-net: gate: expected a gradient of the output, got none/,
    ],
  ];
  const outcomes: readonly (readonly [string, unknown, RegExp])[] = [
    ['nothing', undefined, /forward: expected \{ output, statistics \}, got undefined/],
    ['a number', 3, /got the number 3/],
    ['a tensor', tf.zeros([3, 3]), /got a tensor float32\[3,3\]/],
    ['no statistics', { output: tf.zeros([3, 3]) }, /got an object with output$/],
    [
      'an output that is a number',
      { output: 3, statistics: {} },
      /output: expected a tensor, got the number 3/,
    ],
    [
      'whole numbers',
      { output: tf.zeros([3, 3], 'int32'), statistics: {} },
      /output: expected data type float32, got int32\[3,3\]/,
    ],
  ];
  test.each(outcomes)('refuses a forward pass that returns %s', (_, outcome, message) => {
    expect(() =>
      checkModel(
        forward(() => outcome as never),
        data,
      ),
    ).toThrow(message);
  });

  test('refuses a forward pass that is async, and what it throws later is nobody’s to handle', async () => {
    const late = Promise.reject(new Error('too late'));
    expect(() =>
      checkModel(
        forward(() => late as never),
        data,
      ),
    ).toThrow(
      /forward: expected \{ output, statistics \}, got a promise \(it is traced once, so it cannot be async\)/,
    );
    await new Promise(setImmediate);
  });

  const laws: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /weight: expected an initializer \{ kind \} of kind zeros \| ones .* got undefined/],
    [{ kind: 'gaussian' }, /weight: expected an initializer \{ kind \} of kind .* got \{"kind":"gaussian"\}/],
    [
      { kind: 'normal', std: 1 },
      /an initializer normal with standardDeviation, got \{"kind":"normal","std":1\}/,
    ],
    [{ kind: 'normal' }, /a standardDeviation that is finite and at least 0, got undefined/],
    [{ kind: 'normal', standardDeviation: NaN }, /got "NaN"/],
    [{ kind: 'uniform', limit: -1 }, /a limit that is finite and at least 0, got -1/],
    [{ kind: 'orthogonal', gain: Infinity }, /a gain that is finite and at least 0, got "Infinity"/],
    [{ kind: 'constant', values: [1, 2] }, /expected 12 values for shape \[4,3\], got 2/],
    [{ kind: 'constant', values: [...Array(11).keys(), NaN] }, /expected finite values, got "NaN" at 11/],
  ];
  test.each(laws)('refuses the initial law %j', (initializer, message) => {
    const parameters = plain.parameters.map((each) => ({ ...each, initializer: initializer as Initializer }));
    expect(() => checkModel({ ...plain, parameters }, data)).toThrow(message);
  });

  test('refuses parameters without a name or with a shape that is none, all at once', () => {
    const [weight] = plain.parameters;
    const parameters = [
      { ...weight!, name: '' },
      { ...weight!, shape: [4.5, -3] },
    ];
    expect(() => checkModel({ ...plain, parameters }, data)).toThrow(
      /parameter 1: expected a name, got .*; weight: expected a shape of whole lengths of at least 1, got \[4\.5,-3\]/,
    );
  });

  test.each(bad)('refuses %s', (_, model, message) => {
    expect(() => checkModel(model, data)).toThrow(message);
  });
});

describe('guardedModel', () => {
  const plain = cosineNet(data);
  const traced = (model: Model, batch: number) =>
    trace('guarded', { features: float([batch, 4]), weight: float([4, 3]) }, ({ features, weight }) => ({
      output: guardedModel(model, data).forward({
        parameters: { weight },
        statistics: {},
        features,
        training: true,
      }).output,
    }));

  test('leaves the program of a model as it is', () => {
    const bare = trace(
      'guarded',
      { features: float([5, 4]), weight: float([4, 3]) },
      ({ features, weight }) => ({
        output: plain.forward({ parameters: { weight }, statistics: {}, features, training: true }).output,
      }),
    );
    expect(print(traced(plain, 5))).toBe(print(bare));
  });

  test('refuses the mini-batch that does not fit, whatever others do', () => {
    const even: Model = {
      ...plain,
      forward: (input) => {
        const { output } = plain.forward(input);
        return { output: tf.slice(output, 0, output.shape[0]! & ~1), statistics: {} };
      },
    };
    expect(traced(even, 4).outputs).toHaveLength(1);
    expect(() => traced(even, 5)).toThrow(
      'Cannot use model cosine-net on 5 examples: output: expected shape [5,3], got [4,3]',
    );
  });

  test('hands its parameters out for reading: to exchange one would exchange what is differentiated', () => {
    const greedy: Model = {
      ...plain,
      forward: (input) => {
        input.parameters['weight'] = tf.mul(input.parameters['weight']!, 2);
        return plain.forward(input);
      },
    };
    expect(() => traced(greedy, 4)).toThrow(
      /^Cannot use model cosine-net on 4 examples: Cannot assign to read only property 'weight' .*; thrown at/,
    );
  });

  test('refuses a tensor that the model kept from another trace', () => {
    let kept: tf.Tensor | undefined;
    const hoarder: Model = {
      ...plain,
      forward: (input) => plain.forward({ ...input, features: (kept ??= tf.mul(input.features, 2)) }),
    };
    traced(hoarder, 4);
    expect(() => traced(hoarder, 4)).toThrow(
      /Cannot trace a tensor of shape \[4,4\]: expected one of this trace .* kept from another trace, used at .*nets\.ts/,
    );
  });

  test('refuses a loss that is no scalar', () => {
    const own: Model = { ...plain, loss: ({ features }) => features as unknown as tf.Scalar };
    expect(() =>
      trace('own', { features: float([5, 4]) }, ({ features }) => ({
        loss: guardedModel(own, data).loss!({ parameters: {}, features, labels: features }),
      })),
    ).toThrow(
      'Cannot use model cosine-net on 5 examples: loss: expected a float32 scalar, got a tensor float32[5,4]',
    );
  });
});
