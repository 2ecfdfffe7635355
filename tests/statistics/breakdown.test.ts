import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/random/index.ts';
import { breakdown, locateBreakdown, type Rung } from '../../src/statistics/index.ts';

const rung = (factor: number, equivalence: number, inferiority: number): Rung => ({
  factor,
  equivalence,
  inferiority,
});
const ladder = [
  rung(2, 0.01, 0.99),
  rung(4, 0.03, 0.9),
  rung(8, 0.4, 0.3),
  rung(16, 0.9, 0.02),
  rung(32, 0.99, 0.001),
];

describe('location of a breakdown', () => {
  test('the example', () => {
    const result = breakdown(
      [
        [9, 9.1, 5],
        [8, 7.9, 3],
        [9, 9, 6],
      ],
      [1, 2, 4],
      { margin: 0.5, worse: 'less' },
    );
    expect(result.interval).toEqual({ lower: 2, upper: 4, level: 0.9 });
    expect(result.estimate).toBe(2);
  });

  test('the interval runs from the last equivalent to the first inferior rung, and p follows', () => {
    const at = (lower: number, upper: number) => locateBreakdown(ladder, { region: { lower, upper } });
    expect(at(4, 16).interval).toEqual({ lower: 4, upper: 16, level: 0.9 });
    expect(at(4, 16).p).toBe(0.03);
    expect(at(5, 16).p).toBe(0.4); // the rung that reaches 5 is 8
    expect(at(4, 15).p).toBe(0.3); // the rung that comes down to 15 is 8
    expect(at(1, 20).p).toBe(0.02);
    expect(at(64, 128).p).toBe(1);
    expect(at(4, Infinity).p).toBe(0.03);
    expect(at(1, 1.5).p).toBe(1);
  });

  test('a rung without a test stops its sequence', () => {
    const broken: Rung[] = [
      { factor: 2, equivalence: undefined, inferiority: undefined },
      ...ladder.slice(1),
    ];
    expect(locateBreakdown(broken).interval).toMatchObject({ lower: 1, upper: 16 });
    expect(locateBreakdown([]).reason).toBe('too few replicates');
    expect(() => locateBreakdown([rung(1, 0, 0)])).toThrow(/factors above 1, got 1/);
    expect(() => locateBreakdown([rung(2, 0, 0), rung(2, 0, 0)])).toThrow(/above 2, got 2/);
  });

  test('a claim that no ladder could contradict has no p; the default is that the first factor holds', () => {
    const broken = [rung(2, 0.4, 0.01), rung(4, 0.9, 0.001)];
    expect(locateBreakdown(broken).p).toBe(0.4);
    const vacuous = locateBreakdown(broken, { region: { lower: 1, upper: Infinity } });
    expect(vacuous).toMatchObject({
      reason: 'a region that holds every location',
      interval: { lower: 1, upper: 2 },
    });
    expect(vacuous.p).toBeUndefined();
  });

  test('what a claim needs and the ladder lacks is a named reason', () => {
    const at = (rungs: readonly Rung[], lower: number, upper: number) =>
      locateBreakdown(rungs, { region: { lower, upper } });
    expect(at(ladder, 64, 128)).toMatchObject({ p: 1, reason: 'a ladder that does not reach the region' });
    expect(at(ladder, 1, 1.5)).toMatchObject({ p: 1, reason: 'a ladder that does not reach the region' });
    const lost: Rung[] = [
      ...ladder.slice(0, 4),
      { factor: 32, equivalence: undefined, inferiority: undefined, reason: 'too few replicates' },
    ];
    expect(at(lost, 4, 16)).toMatchObject({ p: 1, reason: 'too few replicates' });
    expect(at(lost, 4, Infinity).reason).toBeUndefined(); // needs no more than the rungs up to 4
    expect(breakdown([[1, 2, 3]], [1, 2, 4], { margin: 1, worse: 'less' })).toMatchObject({
      p: 1,
      reason: 'too few replicates',
    });
  });

  test('a loss breaks upwards', () => {
    const losses = [
      [1, 1.01, 3],
      [1.1, 1.1, 3.2],
      [0.9, 0.91, 2.9],
    ];
    expect(breakdown(losses, [1, 2, 4], { margin: 0.2, worse: 'greater' }).interval).toMatchObject({
      lower: 2,
      upper: 4,
    });
    expect(breakdown(losses, [1, 2, 4], { margin: 0.2, worse: 'less' }).interval).toMatchObject({
      lower: 2,
      upper: Infinity,
    });
  });

  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  const anyLadder = fc
    .array(fc.record({ equivalence: probability, inferiority: probability }), { minLength: 1, maxLength: 6 })
    .map((rows) => rows.map((row, i) => ({ factor: 2 ** (i + 1), ...row })));
  const factors = [1, 2, 3, 4, 8, 16, 20, 64, 100];
  law.prop([anyLadder, fc.constantFrom(...factors), fc.constantFrom(...factors, Infinity)])(
    'p < alpha exactly when the interval lies in the region, ends included',
    (rungs, a, b) => {
      const region = { lower: Math.min(a, b), upper: Math.max(a, b) + 0.25 };
      const { p, interval } = locateBreakdown(rungs, { region, alpha: 0.4 });
      if (region.lower <= 1 && region.upper === Infinity) return p === undefined;
      return (interval!.lower >= region.lower && interval!.upper <= region.upper) === p! < 0.4;
    },
  );

  test('on ladders whose true breakdown is known, each end errs at most alpha of the time', () => {
    const random = stream('breakdown', 'simulate');
    const runs = 2_000;
    const margin = 1;
    // True differences: on the boundary of equivalence at 4, of inferiority at 8 (both are the worst cases).
    const truth = [0, 0, -margin, -margin, -3];
    let [low, high] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const blocks = Array.from({ length: 8 }, () => {
        const seed = random.normal();
        return truth.map((mean) => seed + mean + 0.5 * random.normal());
      });
      const { interval } = breakdown(blocks, [1, 2, 4, 8, 16], { margin, worse: 'less' });
      if (interval!.lower >= 4) low++;
      if (interval!.upper <= 8) high++;
    }
    // Three standard errors of a proportion of 0.05 over 2,000 runs.
    const limit = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs);
    expect(low / runs).toBeLessThan(limit);
    expect(high / runs).toBeLessThan(limit);
    expect(high / runs).toBeGreaterThan(0.03); // not merely never
  });
});
