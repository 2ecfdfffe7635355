import { describe, expect, test } from 'vitest';
import { decide, type Comparison } from '../../src/check/compare/decide.ts';
import { stream } from '../../src/random/index.ts';

const margin = 0.1;
const comparison = (differences: readonly number[], changes: Partial<Comparison> = {}): Comparison => ({
  measure: 'final loss',
  unit: 'log ratio',
  margin,
  differences,
  deterministic: false,
  ...changes,
});
const around = (centre: number, spread: number) =>
  Array.from({ length: 10 }, (_, i) => centre + spread * (i - 4.5));
const decisions = (...comparisons: Comparison[]) => decide(comparisons).map(({ decision }) => decision);

describe('a battery is decided', () => {
  test('each comparison by where its interval lies: within the margin, beyond it on either side, or across it', () => {
    expect(
      decisions(
        comparison(around(0.01, 0.001)),
        comparison(around(0.5, 0.01)),
        comparison(around(-0.5, 0.01)),
        comparison(around(0.1, 0.01)),
      ),
    ).toEqual(['equivalent', 'regressed', 'improved', 'not decided']);
  });

  test('what is wide is not decided, with the number of seeds it would take', () => {
    const [finding] = decide([comparison(around(0.02, 0.05))]);
    expect(finding!.decision).toBe('not decided');
    expect(finding!.seedsNeeded).toBeGreaterThan(10);
  });

  test('as many seeds as have just not decided are no advice', () => {
    // One long tail: by Student's t six seeds would do, and what guards it against skewness does not decide.
    const tail = [-1, -1, -1, -1, -1, 5].map((z) => 0.02 + z / 60);
    const [finding] = decide([comparison(tail)]);
    expect(finding!.decision).toBe('not decided');
    expect(finding!.seedsNeeded).toBeUndefined();
  });

  // Inside the margin at the rate of a look, and beyond it at the first step of Holm's correction.
  test.each([0.03, 0.2])(
    'that number decides nine times in ten, where what was seen is the truth: %s',
    (difference) => {
      const spread = 0.15;
      const others = Array.from({ length: 9 }, () => comparison(around(0, 0.001)));
      const random = stream('decide', 'probe', String(difference));
      const draw = (count: number) => {
        const z = Array.from({ length: count }, () => random.normal());
        return comparison(z.map((each) => difference + spread * each));
      };
      const seen = comparison([-1.5, -1, -0.5, 0.5, 1, 1.5].map((z) => difference + (spread * z) / 1.1832));
      const [finding] = decide([seen, ...others], { alpha: 0.019 });
      expect(finding!.decision).toBe('not decided');
      const repeated = Array.from(
        { length: 300 },
        () => decide([draw(finding!.seedsNeeded!), ...others], { alpha: 0.019 })[0]!,
      );
      const decided = repeated.filter(({ decision }) => decision !== 'not decided').length / 300;
      // Three standard errors of a share of 0.9 in 300 draws.
      expect(Math.abs(decided - 0.9)).toBeLessThan(3 * Math.sqrt((0.9 * 0.1) / 300));
    },
  );

  test.each([3, 24])('a difference that is the same on all of %s seeds is certain', (seeds) => {
    const all = (value: number) => decisions(comparison(Array<number>(seeds).fill(value)));
    expect([0, 0.05, 0.2, -0.2].map((value) => all(value)[0])).toEqual([
      'equivalent',
      'equivalent',
      'regressed',
      'improved',
    ]);
  });

  test('a difference that only the rounding of logarithms tells apart is certain too', () => {
    // One ratio of 1.2, from losses of many sizes.
    const ratios = [100, 12, 0.37, 5e-9, 3e7, 1].map((loss) => Math.log(1.2 * loss) - Math.log(loss));
    expect(new Set(ratios).size).toBeGreaterThan(1);
    expect(decisions(comparison(ratios))).toEqual(['regressed']);
  });

  test('runs that lack the number count as worse than any, runs that gained it as better', () => {
    const lost = Array<number>(10).fill(Infinity);
    const [worse, better, some] = decide([
      comparison(lost),
      comparison(lost.map((value) => -value)),
      comparison([...around(0, 0.001).slice(0, 7), ...lost.slice(0, 3)]),
    ]);
    expect(worse!.decision).toBe('regressed');
    expect(worse!.reason).toBe('only the baseline has the number, in 10 of 10 seeds');
    expect(better!.decision).toBe('improved');
    expect(better!.reason).toBe('only the target has the number, in 10 of 10 seeds');
    expect(some!.decision).toBe('not decided');
  });

  test('where one run tells all, the difference itself decides', () => {
    const one = (difference: number) => comparison([difference], { deterministic: true });
    expect(decisions(one(0.05), one(0.11), one(-0.11), one(Infinity))).toEqual([
      'equivalent',
      'regressed',
      'improved',
      'regressed',
    ]);
  });

  test('at the boundary, differences with a long tail seldom pass for equivalent or regressed', () => {
    const random = stream('decide', 'probe', 'skewed');
    // exp(Z) less its mean: t itself errs on 17 to 22 % of such samples, on the side of the missing tail.
    const skewed = (centre: number) =>
      Array.from({ length: 12 }, () => centre + 0.1 * (Math.exp(random.normal()) - Math.exp(0.5)));
    const draws = 400;
    const errs = Array.from({ length: draws }, () => decisions(comparison(skewed(margin)))[0]).filter(
      (decision) => decision === 'equivalent' || decision === 'improved',
    );
    // The guard holds 6.5 % there; three standard errors of it in 400 draws are 3.7 % more.
    expect(errs.length / draws).toBeLessThan(0.102);
  });

  test('at the boundary, no more than 5 % of batteries of twenty comparisons find a regression', () => {
    const random = stream('decide', 'probe');
    const draws = 40;
    let found = 0;
    for (let draw = 0; draw < draws; draw++) {
      const battery = Array.from({ length: 20 }, () =>
        comparison([...random.fillNormal(new Float32Array(10), margin, 0.1)]),
      );
      if (decisions(...battery).includes('regressed')) found++;
    }
    // A rate of 0.05 gives 2 of 40, with a standard error of 1.4: 7 is more than three of them above it.
    expect(found).toBeLessThan(7);
  });
});
