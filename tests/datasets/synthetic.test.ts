import { describe, expect, test } from 'vitest';
import { withDigest } from '../../src/datasets/digest.ts';
import { loadDataset } from '../../src/datasets/index.ts';
import { dataSchema, type DataSpec } from '../../src/datasets/schema.ts';
import type { Examples } from '../../src/datasets/types.ts';

const load = (spec: DataSpec) => loadDataset(dataSchema.parse(spec));
const row = ({ features, count }: Examples, index: number) => {
  const size = features.length / count;
  return features.subarray(index * size, (index + 1) * size);
};

const specs: readonly DataSpec[] = [
  { kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 30 },
  { kind: 'linear', eigenvalues: [4, 1, 0.25], noise: 0.1, train: 60, test: 30 },
  { kind: 'teacher', dimensions: 4, hidden: [8], outputs: 2, train: 60, test: 30 },
  { kind: 'words', vocabulary: 12, classes: 3, train: 60, test: 30 },
];

describe.each(specs)('synthetic data of kind $kind', (spec) => {
  test('rest on shared memory and have the shapes they say', async () => {
    const { train, test, outputs } = await load(spec);
    for (const examples of [train, test]) {
      expect(examples.features.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(examples.labels.buffer).toBeInstanceOf(SharedArrayBuffer);
      const size = examples.featureShape.reduce((product, length) => product * length, 1);
      expect(examples.features.length).toBe(examples.count * size);
      const perExample = examples.labels instanceof Int32Array ? 1 : outputs;
      expect(examples.labels.length).toBe(examples.count * perExample);
    }
  });

  test('a longer set begins with a shorter one, and another seed gives other data', async () => {
    const [short, long, other] = await Promise.all([
      load({ ...spec, train: 10 } as DataSpec),
      load(spec),
      load({ ...spec, seed: 'other' } as DataSpec),
    ]);
    expect([...short.train.features]).toEqual([
      ...long.train.features.subarray(0, short.train.features.length),
    ]);
    expect([...short.train.labels]).toEqual([...long.train.labels.subarray(0, short.train.labels.length)]);
    expect(other.digest).not.toBe(long.digest);
  });

  test('training and test examples are different draws', async () => {
    const { train, test } = await load(spec);
    expect([...row(train, 0)]).not.toEqual([...row(test, 0)]);
  });
});

describe('known digests', () => {
  // A change here means that records of these data sets no longer fit.
  test.each([
    [{ kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 30 }, 'ca101b589bdbf0e0'],
    [{ kind: 'linear', eigenvalues: [4, 1, 0.25], noise: 0.1, train: 60, test: 30 }, '76cf63083e96e2ac'],
    [{ kind: 'teacher', dimensions: 4, hidden: [8], outputs: 2, train: 60, test: 30 }, 'ad0f7d785101a6f4'],
    [{ kind: 'words', vocabulary: 12, classes: 3, train: 60, test: 30 }, 'c01595cbcc44cecd'],
    [{ kind: 'fashion-mnist', train: 100, test: 50, labelNoise: { fraction: 0.25 } }, '9ef506402790a48a'],
  ])('of %o', async (spec, digest) => {
    expect((await load(spec as DataSpec)).digest.slice(0, 16)).toBe(digest);
  });
});

describe('laws of the generators', () => {
  const count = 20_000;

  test('linear features have the declared eigenvalues and targets the declared noise', async () => {
    const eigenvalues = [4, 1, 0.25];
    const { train } = await load({ kind: 'linear', eigenvalues, noise: 0.5, train: count, test: 1 });
    const second = eigenvalues.map((_, i) =>
      eigenvalues.map((_, j) => meanOf(count, (k) => row(train, k)[i]! * row(train, k)[j]!)),
    );
    eigenvalues.forEach((expected, i) =>
      eigenvalues.forEach((other, j) => {
        // Five standard errors: var(x_i x_j) = λ_i λ_j (1 + δ_ij).
        const error = 5 * Math.sqrt((expected * other * (i === j ? 2 : 1)) / count);
        expect(Math.abs(second[i]![j]! - (i === j ? expected : 0))).toBeLessThan(error);
      }),
    );
    const quiet = await load({ kind: 'linear', eigenvalues, noise: 0, train: count, test: 1 });
    const variance = meanOf(count, (k) => (train.labels[k]! - quiet.train.labels[k]!) ** 2);
    expect(Math.abs(variance - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / count));
  });

  test('clusters have the declared spread about one centre a class', async () => {
    const { train } = await load({
      kind: 'clusters',
      classes: 2,
      dimensions: 1,
      spread: 0.5,
      train: count,
      test: 1,
    });
    for (const label of [0, 1]) {
      const values = [...train.features].filter((_, i) => train.labels[i] === label);
      const mean = meanOf(values.length, (i) => values[i]!);
      const variance = meanOf(values.length, (i) => (values[i]! - mean) ** 2);
      expect(Math.abs(variance - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / values.length));
    }
  });

  test('a teacher without hidden layers is linear in its inputs', async () => {
    const { train } = await load({
      kind: 'teacher',
      dimensions: 1,
      hidden: [],
      outputs: 1,
      train: 50,
      test: 1,
    });
    const ratio = train.labels[0]! / train.features[0]!;
    // Rounding of inputs and outputs to float32.
    train.labels.forEach((label, i) => expect(label / train.features[i]! / ratio).toBeCloseTo(1, 5));
  });

  test('words follow their frequencies, and classes follow words', async () => {
    const spec = { kind: 'words', vocabulary: 8, classes: 3, frequency: 0.4, train: count, test: 1 } as const;
    const { train } = await load(spec);
    for (let k = 0; k < spec.vocabulary; k++) {
      const probability = spec.frequency / (k + 1);
      // Five standard errors of a proportion.
      const error = 5 * Math.sqrt((probability * (1 - probability)) / count);
      expect(Math.abs(meanOf(count, (i) => row(train, i)[k]!) - probability)).toBeLessThan(error);
    }
    const share = (word: number, label: number) => {
      const examples = [...train.labels.keys()].filter((i) => row(train, i)[word] === 1);
      return meanOf(examples.length, (i) => (train.labels[examples[i]!] === label ? 1 : 0));
    };
    const spread = [0, 1, 2].map((label) => Math.abs(share(0, label) - 1 / 3));
    // Were classes blind to the first word, each share of its 8,000 examples would be 1/3 ± 0.005.
    expect(Math.max(...spread)).toBeGreaterThan(0.05);
  });

  test('gradient noise has no examples', async () => {
    const { train, test } = await load({ kind: 'gradient-noise' });
    expect([train.count, test.count]).toEqual([0, 0]);
  });
});

const meanOf = (count: number, value: (index: number) => number) => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value(i);
  return sum / count;
};

describe('the digest', () => {
  const set = async () => load(specs[1]!);

  test('depends on every stored value, on scale and on labels, not on the name', async () => {
    const base = await set();
    const change = (part: Partial<Examples>) =>
      withDigest({ ...base, train: { ...base.train, ...part } }).digest;
    const features = base.train.features.slice();
    features[17]! += 1;
    const labels = base.train.labels.slice();
    labels[3]! += 1;
    const digests = [
      base.digest,
      change({ features }),
      change({ labels }),
      change({ scale: 2 }),
      change({ offset: 1 }),
      change({ featureShape: [3, 1] }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(withDigest({ ...base, name: 'other' }).digest).toBe(base.digest);
  });

  test('linear data have at least one feature', () => {
    const spec = { kind: 'linear', noise: 0, train: 3, test: 3 };
    expect(dataSchema.safeParse({ ...spec, eigenvalues: [1] }).success).toBe(true);
    expect(dataSchema.safeParse({ ...spec, eigenvalues: [] }).success).toBe(false);
  });

  test.each([NaN, Infinity])('%d among the data is refused, with its example', async (value) => {
    const base = await set();
    const features = base.train.features.slice();
    features[3 * 17 + 1] = value;
    expect(() => withDigest({ ...base, train: { ...base.train, features } })).toThrow(
      `Cannot use data set linear (train): expected finite numbers, got ${value} as a feature of example 17`,
    );
  });
});
