import { describe, expect, test } from 'vitest';
import { curvesOf, robustnessReporters, type Group } from '../../src/report/robustness/index.ts';
import type { FindingResult, HypothesisResult } from '../../src/report/results.ts';
import { finding, result, sampleResults } from './sample-results.ts';

const judged = (
  name: string,
  verdict: HypothesisResult['verdict'],
  estimate: number | undefined,
): HypothesisResult => {
  const { estimate: _estimate, interval: _interval, ...bare } = finding({ verdict });
  const own: FindingResult =
    estimate === undefined
      ? { ...bare, reason: 'every run diverged' }
      : { ...bare, estimate, interval: { lower: estimate - 0.002, upper: estimate + 0.002, level: 0.9 } };
  return result({ id: name === '' ? 'a/claim' : `a/claim@${name}`, verdict, findings: [own] });
};
const group: Group = {
  id: 'a/claim',
  variants: ['wide', 'tanh', 'momentum', 'tiny', 'gone'].map((name) => ({ name, id: `a/claim@${name}` })),
};
const results = {
  ...sampleResults(),
  hypotheses: [
    judged('', 'supported', 0.001),
    judged('wide', 'supported', -0.002),
    judged('tanh', 'refuted', 0.03),
    judged('momentum', 'inconclusive', 0.009),
    judged('tiny', 'invalid', undefined),
  ],
};
const curves = curvesOf(results, [group]);

describe('a specification curve', () => {
  test('has a row for the hypothesis and for each variant that was judged, in the order of the effects', () => {
    expect(curves[0]!.specifications.map(({ variant }) => variant)).toEqual([
      'wide',
      undefined,
      'momentum',
      'tanh',
      'tiny',
    ]);
  });

  test('counts the variants that agree, and names those that say the contrary', () => {
    expect(curves[0]).toMatchObject({ verdict: 'supported', agree: 1, total: 4, flips: ['tanh'] });
  });

  test('is told as text with its intervals on one scale', () => {
    const text = robustnessReporters['default']!(curves, { color: false });
    expect(text).toContain('a/claim  supported; 1 of 4 variants agree, tanh flips');
    expect(text).toContain('✓ supported    (as declared)');
    expect(text).toMatch(/\? inconclusive {1,2}momentum +.*●.* 0\.009 \[0\.007, 0\.011\] fraction/);
    expect(text).toMatch(/! invalid .*tiny +every run diverged/);
    const points = text.split('\n').flatMap((line) => (line.includes('●') ? [line.indexOf('●')] : []));
    expect(points).toEqual([...points].sort((a, b) => a - b));
  });

  test('says what made a verdict another one', () => {
    const [supported, invalid] = [judged('', 'supported', 0.001), judged('off', 'invalid', 0.002)];
    const control: FindingResult = {
      ...finding({ verdict: 'refuted' }),
      role: 'control',
      statement: 'trainLoss: a and b equivalent',
    };
    const variants = [{ name: 'off', id: invalid.id }];
    const both = [supported, { ...invalid, findings: [...invalid.findings, control] }];
    const one = curvesOf({ ...results, hypotheses: both }, [{ id: supported.id, variants }]);
    for (const form of ['default', 'markdown', 'html'])
      expect(robustnessReporters[form]!(one, { color: false })).toContain(
        'control refuted: trainLoss: a and b equivalent',
      );
  });

  test('is told as a page, as markdown and as JSON', () => {
    const told = (form: string) => robustnessReporters[form]!(curves, { color: false });
    expect(told('markdown')).toContain('| `a/claim` | supported | 1 of 4 | tanh |');
    expect(told('html')).toContain(
      '<th>(as declared)</th><td><strong class="as-expected">supported</strong>',
    );
    expect(JSON.parse(told('json'))).toEqual(JSON.parse(JSON.stringify(curves)));
  });

  test('without any effect is told all the same', () => {
    const none = curvesOf({ ...results, hypotheses: [judged('', 'invalid', undefined)] }, [group]);
    expect(robustnessReporters['default']!(none, { color: false })).toContain('every run diverged');
  });
});
