import { describe, expect, test } from 'vitest';
import { reporters, type ReporterName } from '../../src/report/reporters.ts';
import { resultsSchema, type CombinationResult, type FindingResult } from '../../src/report/results.ts';
import { finding, result, sampleResults } from './sample-results.ts';

const effects = {
  fashion: { estimate: 0.05, lower: 0.044, upper: 0.056, verdict: 'supported', p: 0.000_12 },
  mnist: { estimate: -0.03, lower: -0.036, upper: -0.024, verdict: 'refuted', p: 0.999 },
  clusters: { estimate: 0.04, lower: 0.034, upper: 0.046, verdict: 'supported', p: 0.001 },
} as const;

const greater = (changes: Partial<FindingResult>): FindingResult =>
  finding({
    prediction: { kind: 'greater', measure: 'testAccuracy', arms: ['base', 'double'], by: 0.01 },
    statement: 'testAccuracy: base greater than double by more than 0.01',
    region: { lower: 0.01, upper: 'Infinity' },
    effectSizes: [],
    ...changes,
  });

const blocks = Object.entries(effects).map(([name, { estimate, lower, upper, verdict, p }], index) => ({
  name,
  verdict,
  arms: { base: { batchSize: 25 }, double: { batchSize: 50 } },
  seeds: [`0/${index * 10_000}`, `0/${index * 10_000 + 1}`],
  findings: [greater({ estimate, interval: { lower, upper, level: 0.9 }, verdict, p })],
  values: { base: { testAccuracy: { [`0/${index * 10_000}`]: { value: 0.8 + index / 100 } } } },
}));

const combination: CombinationResult = {
  holds: 'in-each',
  blocks: 3,
  decidedBy: 'mnist',
  mean: {
    method: 'Student t over blocks',
    verdict: 'inconclusive',
    estimate: 0.02,
    interval: { lower: -0.054, upper: 0.094, level: 0.9 },
    p: 0.36,
  },
  heterogeneity: {
    tau: 0.0434,
    iSquared: 0.997,
    q: 560,
    p: 1e-20,
    next: { lower: -0.13, upper: 0.17, level: 0.9 },
  },
  opinions: [
    {
      method: 'Hartung–Knapp–Sidik–Jonkman, τ² of Paule–Mandel, over blocks',
      verdict: 'inconclusive',
      estimate: 0.0199,
      interval: { lower: -0.055, upper: 0.095, level: 0.9 },
      p: 0.37,
    },
  ],
};

const { decidedBy: _, ...averaged } = combination;
const inEach = result({
  id: 'over/in-each',
  verdict: 'refuted',
  asExpected: false,
  reason: 'testAccuracy: base greater than double by more than 0.01, in each of 3 blocks (block mnist)',
  findings: [
    greater({
      ...blocks[1]!.findings[0]!,
      statement: 'testAccuracy: base greater than double by more than 0.01, in each of 3 blocks',
      combination,
    }),
  ],
  values: {},
  blocks,
  replay: 'npx assay replay over/in-each --arm base --seed 0/10000',
});
const onAverage = result({
  id: 'over/on-average',
  verdict: 'inconclusive',
  asExpected: false,
  findings: [
    greater({
      ...combination.mean,
      n: 3,
      statement: 'testAccuracy: base greater than double by more than 0.01, on average over 3 blocks',
      parameter: 'mean over 3 blocks of the difference of testAccuracy, base − double',
      notes: [
        "Student's t of 3 blocks is 2.92, 1.8 times that of many blocks",
        'needs about 60 blocks for power 0.9',
      ],
      combination: { ...averaged, holds: 'on-average' },
    }),
  ],
  values: {},
  blocks,
});
const results = sampleResults([inEach, onAverage]);
const names: readonly ReporterName[] = [
  'default',
  'verbose',
  'markdown',
  'junit',
  'github-actions',
  'html',
] as readonly ReporterName[];

describe('a claim over blocks in every report', () => {
  test('is what the schema says', () => {
    expect(resultsSchema.parse(results)).toEqual(results);
  });

  test.each(names)('%s', async (name) => {
    const text = reporters[name].render(results, { color: false });
    await expect(text).toMatchFileSnapshot(`golden/over-${name}.txt`);
  });

  test.each(names)('%s shows each block, the mean, how much they differ, and what decided', (name) => {
    const text = reporters[name].render(sampleResults([inEach]), { color: false });
    for (const block of blocks) expect(text).toContain(block.name);
    expect(text).toMatch(/0\.05\b[\s\S]*?0\.044/);
    expect(text).toMatch(/0\.02 \[-0\.054, 0\.094\] fraction/);
    expect(text).toContain('τ = 0.0434');
    expect(text).toContain('block mnist');
  });

  test('default shows them where the verdict is the expected one', () => {
    const expected = result({ ...inEach, verdict: 'refuted', expected: 'refuted', asExpected: true });
    const text = reporters.default.render(sampleResults([expected]), { color: false });
    expect(text).toMatch(/✗ mnist {5}-0\.03/);
    expect(text).toContain('decided by block mnist; mean over blocks 0.02');
  });

  test('counts blocks where their mean is what counts', () => {
    expect(reporters.default.render(sampleResults([onAverage]), { color: false })).toContain(
      'p = 0.36  3 blocks',
    );
  });
});
