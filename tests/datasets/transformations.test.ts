import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { downsample } from '../../src/datasets/transforms/downsample.ts';
import { addLabelNoise } from '../../src/datasets/transforms/label-noise.ts';
import { featureMoments, standardize } from '../../src/datasets/transforms/standardize.ts';
import { subset } from '../../src/datasets/transforms/subset.ts';
import type { Examples } from '../../src/datasets/types.ts';

const CLASSES = 5;

/** Images of the given side with bytes from a list, labels in turn. */
function images(count: number, side: number, bytes: (index: number) => number): Examples {
  return {
    features: Uint8Array.from({ length: count * side * side }, (_, i) => bytes(i)),
    featureShape: [side, side, 1],
    scale: 1 / 255,
    offset: 0,
    labels: Int32Array.from({ length: count }, (_, i) => i % CLASSES),
    count,
  };
}

const value = ({ features, scale, offset }: Examples, index: number) => offset + scale * features[index]!;

describe('downsample', () => {
  test('gives the mean of each block', () => {
    const pooled = downsample(
      images(1, 4, (i) => i),
      2,
    );
    // Rows 0 1 2 3 / 4 5 6 7 / 8 9 10 11 / 12 13 14 15.
    expect([...pooled.features]).toEqual([2.5, 4.5, 10.5, 12.5]);
    expect(pooled.featureShape).toEqual([2, 2, 1]);
  });

  test('keeps channels apart', () => {
    const rgb: Examples = {
      ...images(1, 2, () => 0),
      features: Uint8Array.from([1, 10, 100, 3, 30, 104, 5, 50, 108, 7, 70, 112]),
      featureShape: [2, 2, 3],
    };
    expect([...downsample(rgb, 1).features]).toEqual([4, 40, 106]);
  });

  test.prop([fc.uint8Array({ minLength: 64, maxLength: 64 })])('keeps the mean of every image', (bytes) => {
    const before = images(1, 8, (i) => bytes[i]!);
    // Means of 16 bytes are exact in float32, so only the last sum rounds.
    expect(featureMoments(downsample(before, 2)).mean).toBeCloseTo(featureMoments(before).mean, 12);
  });

  test('refuses a side that does not divide the images', () => {
    expect(() =>
      downsample(
        images(1, 28, () => 0),
        10,
      ),
    ).toThrow('Cannot downsample images: expected a side that divides 28 × 28, got 10');
  });
});

describe('standardize', () => {
  test.prop([fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => new Set(bytes).size > 1)])(
    'gives training features mean 0 and standard deviation 1, and moves test features alike',
    (bytes) => {
      const before = { train: images(2, 4, (i) => bytes[i]!), test: images(1, 4, (i) => bytes[i]!) };
      const { mean, deviation } = featureMoments(before.train);
      const after = standardize(before);
      // Double precision over 32 values; deviation 1 amplifies an error of the mean by at most 255.
      expect(featureMoments(after.train).mean).toBeCloseTo(0, 10);
      expect(featureMoments(after.train).deviation).toBeCloseTo(1, 10);
      expect(value(after.test, 3)).toBeCloseTo((value(before.test, 3) - mean) / deviation, 10);
      expect(after.train.features).toBe(before.train.features);
    },
  );

  test('refuses features that do not vary', () => {
    const flat = images(2, 2, () => 51);
    expect(() => standardize({ train: flat, test: flat })).toThrow(
      'Cannot standardize the features: expected values that vary, got 0.2 everywhere',
    );
  });
});

describe('subset', () => {
  test('takes the front as views', () => {
    const all = images(10, 2, (i) => i);
    const some = subset(all, 3, 'training');
    expect([some.count, some.features.length, some.labels.length]).toEqual([3, 12, 3]);
    expect(some.features.buffer).toBe(all.features.buffer);
  });

  test('refuses more than there are', () => {
    expect(() =>
      subset(
        images(10, 2, () => 0),
        11,
        'test',
      ),
    ).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});

describe('label noise', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const noisy = (count: number, fraction: number, seed: string) =>
    addLabelNoise(
      images(count, 1, () => 0),
      { fraction, seed, classes: CLASSES },
    );

  test.prop([fc.integer({ min: 1, max: 200 }), fraction, fc.string()])(
    'flips round(fraction · count) labels, each to another class, and says which',
    (count, fraction, seed) => {
      const clean = images(count, 1, () => 0).labels;
      const { examples, flipped } = noisy(count, fraction, seed);
      expect(flipped.reduce((sum, flag) => sum + flag, 0)).toBe(Math.round(fraction * count));
      examples.labels.forEach((label, i) => {
        expect(label === clean[i]).toBe(flipped[i] === 0);
        expect(label).toBeLessThan(CLASSES);
      });
    },
  );

  test.prop([fraction, fraction, fc.string()])(
    'a smaller fraction flips a part of a larger one, alike',
    (a, b, seed) => {
      const small = noisy(100, Math.min(a, b), seed);
      const large = noisy(100, Math.max(a, b), seed);
      small.flipped.forEach((flag, i) => {
        if (flag) expect([large.flipped[i], large.examples.labels[i]]).toEqual([1, small.examples.labels[i]]);
      });
    },
  );

  test('draws the other classes uniformly', () => {
    const { examples } = noisy(50_000, 1, 'uniform');
    const shifts = Array<number>(CLASSES).fill(0);
    examples.labels.forEach((label, i) => shifts[(label - (i % CLASSES) + CLASSES) % CLASSES]!++);
    expect(shifts[0]).toBe(0);
    // Five standard deviations of a count of 12,500 among 50,000: a fixed seed, so no flakiness.
    for (const count of shifts.slice(1))
      expect(Math.abs(count - 12_500)).toBeLessThan(5 * Math.sqrt(12_500 * 0.75));
  });

  test('leaves the labels it was given as they are', () => {
    const clean = images(10, 1, () => 0);
    addLabelNoise(clean, { fraction: 1, seed: 'x', classes: CLASSES });
    expect([...clean.labels]).toEqual([...images(10, 1, () => 0).labels]);
  });
});
