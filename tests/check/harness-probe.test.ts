import { describe, expect, test } from 'vitest';
import { harnessProbe, sameHarness } from '../../src/check/other-version/harness-probe.ts';
import { engineNamed } from '../../src/engines/index.ts';

describe('the harness probe', () => {
  test('is the same numbers each time, and the same within rounding on another engine', async () => {
    const [onnx, other] = [await engineNamed('onnx'), await engineNamed('tfjs-cpu')];
    const first = await harnessProbe(onnx);
    expect(await harnessProbe(onnx)).toEqual(first);
    expect(sameHarness(first, await harnessProbe(other))).toBe(true);
  });

  test('has an uneven mini-batch, a schedule and several evaluations to tell of', async () => {
    const points = await harnessProbe(await engineNamed('onnx'));
    // Six looks at 22 examples with a loss and an accuracy on two sets, and three at a landscape.
    expect(points).toHaveLength(6 * 4 + 3);
    expect(new Set(points).size).toBeGreaterThan(12);
  });

  test('is another where a point is off by more than rounding', async () => {
    const points = await harnessProbe(await engineNamed('onnx'));
    const nudged = (factor: number) => points.map((value, index) => (index === 0 ? value * factor : value));
    expect(sameHarness(points, nudged(1 + 1e-7))).toBe(true);
    expect(sameHarness(points, nudged(1.001))).toBe(false);
    expect(sameHarness(points, points.slice(1))).toBe(false);
  });
});
