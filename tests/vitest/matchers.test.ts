import { describe, expect, test } from 'vitest';
import 'optimizer-assay/vitest';
import type { Hypothesis } from '../../src/index.ts';
import { tiny } from '../cli/project.ts';

const a = [0.8, 0.81, 0.79, 0.8, 0.82];
const near = [0.802, 0.809, 0.793, 0.801, 0.818];
const far = [0.7, 0.712, 0.689, 0.7, 0.721];
const failure = (claim: Promise<void>): Promise<string> =>
  claim.then(
    () => 'it passed',
    (error: unknown) => (error as Error).message,
  );

describe('numbers of two arms', () => {
  test('are equivalent, non-inferior, different or greater', async () => {
    await expect(a).toBeEquivalentTo(near, { margin: 0.02 });
    await expect(a).toBeEquivalentTo(near, { margin: 1.1, scale: 'ratio' });
    await expect(a).not.toBeEquivalentTo(far, { margin: 0.02 });
    await expect(a).toBeNonInferiorTo(near, { margin: 0.02 });
    await expect(a).not.toBeNonInferiorTo(far, { margin: 0.02, better: 'lower' });
    await expect(a).toDifferFrom(far);
    await expect(a).toDifferFrom(far, { by: 0.05 });
    await expect(a).toBeGreaterThanBy(far, 0.05, { unit: 'fraction' });
  });

  test('that are not say so as a report does', async () => {
    const message = await failure(expect(a).toBeEquivalentTo(far, { margin: 0.02, measure: 'accuracy' }));
    expect(message).toMatch(
      /^expected supported, got refuted[\s\S]*accuracy: received and expected equivalent within ±0\.02\n.*0\.0996 \[.*\] {2}within ±0\.02 {2}p > 0\.99 {2}n = 5/,
    );
  });

  test('that nobody can tell fail with and without `not`', async () => {
    const vague = [[0.8, 0.9, 0.7, 0.8], [0.9, 0.8, 0.72, 0.69]] as const; // prettier-ignore
    const message = /got inconclusive/;
    expect(await failure(expect(vague[0]).toBeEquivalentTo(vague[1], { margin: 0.02 }))).toMatch(message);
    expect(await failure(expect(vague[0]).not.toBeEquivalentTo(vague[1], { margin: 0.02 }))).toMatch(message);
  });

  test('that do not fit are errors', async () => {
    expect(await failure(expect(a).toBeEquivalentTo([1], { margin: 0.02 }))).toContain(
      'got 5 of received, 1 of expected',
    );
  });
});

test('arms follow a trend', async () => {
  const arms = [[1, 1.1, 0.9, 1, 1.05], [1.5, 1.6, 1.4, 1.5, 1.45], [2, 2.1, 1.9, 2, 2.05]]; // prettier-ignore
  await expect(arms).toFollowTrend('increasing');
  await expect(arms).toFollowTrend('decreasing', { at: [3, 2, 1] });
  expect(await failure(expect(arms).toFollowTrend('decreasing'))).toContain('expected supported');
});

test('hypotheses and results are supported, or as expected', async () => {
  const options = { workers: 1, store: null };
  const claim = tiny() as unknown as Hypothesis;
  await expect(claim).toBeSupported(options);
  const wrong = tiny({ expected: 'refuted' }) as unknown as Hypothesis;
  await expect(wrong).toBeSupported(options);
  await expect(wrong).not.toBeAsExpected(options);
  expect(await failure(expect(wrong).toBeAsExpected(options))).toContain('0 as expected, 1 not');
});
