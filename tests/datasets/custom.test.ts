import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { check, type Hypothesis } from '../../src/index.ts';
import { loadDataset } from '../../src/datasets/index.ts';
import { project, tiny } from '../cli/project.ts';

let calls = 0;
const load = (given: unknown, options?: object) =>
  loadDataset(
    // A name of its own: what a specification gave is remembered for the life of the process.
    {
      kind: 'custom',
      module: `./${calls++}.mjs`,
      export: 'default',
      ...(options && { options: { ...options } }),
    },
    { imports: () => Promise.resolve(given) },
  );
const rows = [[0, 1], [1, 0], [1, 1]]; // prettier-ignore
const classes = (changes: object = {}) => ({
  classes: 2,
  train: { features: rows, labels: [0, 1, 1] },
  test: { features: rows, labels: [0, 1, 1] },
  ...changes,
});

describe('data of the user', () => {
  test('are rows with classes, or numbers of a shape with real targets', async () => {
    const { train, outputs, name } = await load(() => classes());
    expect([...train.features]).toEqual([0, 1, 1, 0, 1, 1]);
    expect([...train.labels]).toEqual([0, 1, 1]);
    expect([train.featureShape, train.count, outputs]).toEqual([[2], 3, 2]);
    expect(train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(name).toMatch(/mjs$/);
    const images = { features: new Uint8Array(2 * 12).fill(3), featureShape: [2, 2, 3], labels: [[0.5, 1], [1, 0.5]] }; // prettier-ignore
    const real = await load(async () => ({ train: images, test: images }));
    expect([real.train.featureShape, real.train.count, real.outputs]).toEqual([[2, 2, 3], 2, 2]);
    expect(real.train.labels).toBeInstanceOf(Float32Array);
  });

  test('are told by their numbers, not by their module', async () => {
    const [one, same, other] = await Promise.all([
      load(() => classes()),
      load(() => classes()),
      load(
        (options: { flip?: boolean }) =>
          classes(options.flip ? { test: { features: rows, labels: [1, 1, 1] } } : {}),
        {
          flip: true,
        },
      ),
    ]);
    expect(one.digest).toBe(same.digest);
    expect(other.digest).not.toBe(one.digest);
  });

  test.each<[string, unknown, RegExp]>([
    [
      'a function that throws',
      () => {
        throw new Error('no such file');
      },
      /its function fails: no such file; thrown at .*custom\.test\.ts/,
    ],
    [
      'a function that gives nothing',
      () => undefined,
      /a function that gives \{ train, test \}, got one that gives undefined/,
    ],
    [
      'no labels',
      () => classes({ train: { features: rows } }),
      /train\.labels to be a list of numbers or of rows, got undefined/,
    ],
    [
      'features that are no list',
      () => classes({ train: { features: 'abc', labels: [0] } }),
      /train\.features to be a list .* got string/,
    ],
    [
      'images in lists of lists',
      () =>
        classes({
          train: {
            features: [
              [
                [1, 2],
                [3, 4],
              ],
            ],
            labels: [0],
          },
        }),
      /features to be finite numbers/,
    ],
    ['no function', 3, /a function that gives \{ train, test \}, got number/],
    [
      'no test examples',
      () => classes({ test: undefined }),
      /`test` with features and labels, got undefined/,
    ],
    [
      'a class that there is not',
      () => classes({ train: { features: rows, labels: [0, 1, 2] } }),
      /train\.labels\[2\] to be a class from 0 to 1, got 2/,
    ],
    ['half a class', () => classes({ train: { features: rows, labels: [0, 1, 0.5] } }), /train\.labels\[2\]/],
    [
      'a label too few',
      () => classes({ train: { features: rows, labels: [0, 1] } }),
      /one for each of 3 examples, got 2/,
    ],
    [
      'ragged rows',
      () => classes({ train: { features: [[1, 2], [1]], labels: [0, 1] } }),
      /train\.features\[1\] of 2 numbers, got 1/,
    ],
    [
      'a number that is none',
      () => classes({ train: { features: [[1, NaN]], labels: [0] } }),
      /finite numbers, at number 1, got NaN/,
    ],
    [
      'another shape',
      () => classes({ test: { features: [[1, 2, 3]], labels: [0] } }),
      /test\.features of shape 2, as those of train, got 3/,
    ],
    [
      'numbers without a shape',
      () => classes({ train: { features: Float32Array.of(1, 2), labels: [0] } }),
      /featureShape/,
    ],
    ['one class', () => classes({ classes: 1 }), /a whole number above 1, got 1/],
  ])('%s: the place, what was expected and what came', async (_, given, message) => {
    await expect(load(given)).rejects.toThrow(message);
  });
});

describe('a hypothesis on data of the user', () => {
  let here: ReturnType<typeof project>;
  beforeEach(() => {
    here = project();
  });
  afterEach(() => here.remove());

  test('trains on what the module beside it gives', async () => {
    here.write(
      'data/blobs.mjs',
      `export default ({ count }) => {
         const part = (sign) => ({
           features: Array.from({ length: count }, (_, i) => [i % 2 ? 1 : -1, sign * Math.sin(i)]),
           labels: Array.from({ length: count }, (_, i) => i % 2),
         });
         return { classes: 2, train: part(1), test: part(-1) };
       };`,
    );
    const data = { kind: 'custom', module: './data/blobs.mjs', options: { count: 60 } };
    const { hypotheses } = await check(
      tiny({ workload: { ...tiny().workload, data } }) as unknown as Hypothesis,
      {
        root: here.root,
        workers: 1,
        store: null,
      },
    );
    expect(hypotheses[0]).toMatchObject({ verdict: 'supported', runs: { trained: 8 } });
    await expect(
      check(
        tiny({
          workload: { ...tiny().workload, data: { kind: 'custom', module: './none.mjs' } },
        }) as unknown as Hypothesis,
        { root: here.root, store: null },
      ),
    ).rejects.toThrow(/Cannot import .*none\.mjs/);
  });
});
