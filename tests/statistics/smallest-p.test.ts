import { expect, test } from 'vitest';
import { smallestP } from '../../src/statistics/power/smallest-p.ts';

// Products of a few floating-point logarithms: 12 digits are kept.
const close = (got: number, want: number) => expect(Math.abs(got / want - 1)).toBeLessThan(1e-12);

test('sign flips and signed ranks of n pairs reach 2^-n', () => {
  close(smallestP({ kind: 'sign-flip', pairs: 4 }), 1 / 16);
  close(smallestP({ kind: 'wilcoxon', pairs: 10 }), 1 / 1024);
});

test("Page's trend of 3 arms in 2 blocks reaches 1/36", () => {
  close(smallestP({ kind: 'page', blocks: 2, arms: 3 }), 1 / 36);
});

test('two samples of 3 and 4 reach 1/35', () => {
  close(smallestP({ kind: 'two-sample', sizes: [3, 4] }), 1 / 35);
});
