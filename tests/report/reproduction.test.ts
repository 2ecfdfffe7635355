import { describe, expect, test } from 'vitest';
import { agreementOf, reproductionPage } from '../../src/report/reproduction.ts';
import type { Results } from '../../src/report/results.ts';
import { sampleResults } from './sample-results.ts';

/** The sample under another base seed, with the verdict of one hypothesis changed. */
function block(baseSeed: string, verdict?: Results['hypotheses'][number]['verdict']): Results {
  const sample = sampleResults();
  const [first, ...rest] = sample.hypotheses;
  return {
    ...sample,
    settings: { ...sample.settings, baseSeed },
    hypotheses: [{ ...first!, verdict: verdict ?? first!.verdict }, ...rest],
  };
}
const [{ verdict, id }] = sampleResults().hypotheses as [Results['hypotheses'][number]];

describe('blocks of seeds', () => {
  test('that agree everywhere have as many equal verdicts as hypotheses', () => {
    const { same, total, flips } = agreementOf([block('A'), block('B')]);
    expect([same, flips]).toEqual([total, []]);
  });

  test('of which one is inconclusive disagree without a flip', () => {
    const other = verdict === 'inconclusive' ? 'invalid' : 'inconclusive';
    const { same, total, flips } = agreementOf([block('A'), block('B', other)]);
    expect([same, flips]).toEqual([total - 1, []]);
  });

  test('of which one supports what another refutes flip', () => {
    expect(agreementOf([block('A', 'supported'), block('B', 'refuted')]).flips).toEqual([id]);
  });

  test('are at least two', () => {
    expect(() => agreementOf([block('A')])).toThrow('expected at least 2, got 1');
  });

  test('become a page with a column each', () => {
    const page = reproductionPage([block('A'), block('B', 'refuted')]);
    expect(page).toContain('| hypothesis | expected | `--seed A` | `--seed B` |');
    expect(page.split('\n').filter((line) => line.startsWith(`| \`${id}\``))).toHaveLength(1);
  });
});
