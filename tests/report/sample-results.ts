import type { FindingResult, HypothesisResult, Results } from '../../src/report/results.ts';

export const finding = (changes: Partial<FindingResult> = {}): FindingResult => ({
  role: 'prediction',
  prediction: { kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'double'], margin: 0.01 },
  statement: 'testAccuracy: base and double equivalent within ±0.01',
  verdict: 'supported',
  method: 'paired t, two one-sided tests',
  parameter: 'mean difference',
  unit: 'fraction',
  estimate: -0.0012,
  interval: { lower: -0.0043, upper: 0.0019, level: 0.9 },
  region: { lower: -0.01, upper: 0.01 },
  p: 0.000_312,
  n: 10,
  effectSizes: [{ name: 'Hedges g', estimate: -0.21 }],
  diagnostics: [
    { name: 'outlying seeds', says: 'an outlying seed: seed 0, 6.1 spreads from the median' },
    { name: 'missed collapse', says: '10 seeds can miss a collapse of up to 26 % of runs' },
  ],
  ...changes,
});

export const result = (changes: Partial<HypothesisResult> = {}): HypothesisResult => ({
  id: 'three-factors/equal-ratio',
  file: 'hypotheses/three-factors/equal-ratio.hypothesis.ts',
  claim: 'Equal ratios of learning rate to batch size end at equal accuracy',
  source: {
    paper: 'Three Factors Influencing Minima in SGD',
    arxiv: '1711.04623',
    section: '4.1',
    boundary: {
      paper: 'VGG-11 on CIFAR-10',
      ours: 'an MLP on Fashion-MNIST',
      mayDiffer: 'the size of the effect',
    },
  },
  tags: ['width'],
  verdict: 'supported',
  expected: 'supported',
  asExpected: true,
  alpha: 0.05,
  arms: {
    base: { ratio: 0.002, learningRate: 0.05, batchSize: 25 },
    double: { ratio: 0.002, learningRate: 0.1, batchSize: 50 },
  },
  seeds: ['0', '1'],
  runs: { total: 20, cached: 20, trained: 0, diverged: 0, missing: 0 },
  trainingMs: 12_300,
  findings: [
    finding(),
    finding({
      role: 'control',
      prediction: { kind: 'differs', measure: 'trainLoss', arms: ['base', 'other'] },
      statement: 'trainLoss: base differs from other',
      unit: 'nats',
      estimate: 0.31,
      interval: { lower: 0.28, upper: 0.34, level: 0.9 },
      region: { lower: 0, upper: 0, outside: true },
      p: 2.5e-9,
      effectSizes: [],
    }),
  ],
  values: { base: { testAccuracy: { '0': { value: 0.85 }, '1': { missing: 'diverged at step 40' } } } },
  replay: 'npx assay replay three-factors/equal-ratio --arm base --seed 0',
  ...changes,
});

/** One of each: as expected, contradicted, inconclusive, invalid, and a refuted rival that was expected to be. */
export const oneOfEach: readonly HypothesisResult[] = [
  result({
    registration: {
      lock: 'kept',
      lockedAt: '2025-12-30T10:00:00.000Z',
      revisions: [],
      otherSeeds: [{ baseSeed: 'pilot', at: '2025-12-29T10:00:00.000Z', verdict: 'inconclusive' }],
    },
  }),
  result({
    id: 'three-factors/width',
    file: 'hypotheses/three-factors/width.hypothesis.ts',
    claim: 'A larger ratio | ends in a wider minimum',
    verdict: 'refuted',
    asExpected: false,
    runs: { total: 20, cached: 4, trained: 16, diverged: 1, missing: 0 },
    findings: [
      finding({
        verdict: 'refuted',
        estimate: -0.031,
        interval: { lower: -0.036, upper: -0.026, level: 0.9 },
        p: 0.9999,
      }),
    ],
    replay: 'npx assay replay three-factors/width --arm base --seed 0',
  }),
  result({
    id: 'three-factors/accuracy',
    file: 'hypotheses/three-factors/accuracy.hypothesis.ts',
    verdict: 'inconclusive',
    asExpected: false,
    findings: [
      finding({
        verdict: 'inconclusive',
        interval: { lower: -0.014, upper: 0.011, level: 0.9 },
        p: 0.12,
        replicatesNeeded: 24,
      }),
    ],
  }),
  result({
    id: 'three-factors/cycles',
    file: 'hypotheses/three-factors/cycles.hypothesis.ts',
    verdict: 'invalid',
    asExpected: false,
    reason: 'a control failed: trainLoss: base differs from other',
    findings: [
      {
        role: 'control',
        prediction: { kind: 'differs', measure: 'trainLoss', arms: ['base', 'other'] },
        statement: 'trainLoss: base differs from other',
        verdict: 'inconclusive',
        method: 'paired t',
        parameter: 'mean difference',
        unit: 'nats',
        region: { lower: 0, upper: 0, outside: true },
        n: 10,
        effectSizes: [],
        reason: 'zero variance',
      },
    ],
  }),
  result({
    id: 'rivals/square-root',
    file: 'hypotheses/rivals/square-root.hypothesis.ts',
    claim: 'What matters is the learning rate over the square root of the batch size',
    verdict: 'refuted',
    expected: 'refuted',
    findings: [finding({ verdict: 'refuted', region: { lower: 0.02, upper: 'Infinity' } })],
    registration: {
      lock: 'changed',
      lockedAt: '2025-12-31T10:00:00.000Z',
      revisions: [
        {
          kind: 'since judged',
          at: '2025-12-30T12:00:00.000Z',
          baseSeed: '0',
          verdict: 'supported',
          changes: [
            { path: 'predictions[0].by', before: 0.01, after: 0.02 },
            { path: 'arms.third', before: { learningRate: 0.1, batchSize: 20 } },
          ],
        },
        {
          kind: 'since locked',
          at: '2025-12-31T10:00:00.000Z',
          changes: [{ path: 'arms.third', before: { learningRate: 0.1, batchSize: 20 } }],
        },
        {
          kind: 'amended',
          at: '2025-12-31T10:00:00.000Z',
          reason: 'the paper says <2 %',
          judged: '2025-12-30T12:00:00.000Z',
          changes: [{ path: 'predictions[0].by', before: 0.01, after: 0.02 }],
        },
      ],
      otherSeeds: [],
    },
  }),
];

export const sampleResults = (hypotheses: readonly HypothesisResult[] = oneOfEach): Results => ({
  schema: 1,
  tool: { name: 'optimizer-assay', version: '0.1.0' },
  settings: {
    baseSeed: '0',
    tier: 'quick',
    engine: 'onnx',
    engineVersion: 'onnxruntime-node 1.30.0',
    workers: 2,
    node: '20.20.2',
    platform: 'linux-x64',
  },
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 83_000,
  interrupted: false,
  runs: { total: 100, cached: 84, trained: 16, diverged: 1, missing: 0 },
  summary: {
    total: hypotheses.length,
    asExpected: hypotheses.filter(({ asExpected }) => asExpected).length,
    supported: hypotheses.filter(({ verdict }) => verdict === 'supported').length,
    refuted: hypotheses.filter(({ verdict }) => verdict === 'refuted').length,
    inconclusive: hypotheses.filter(({ verdict }) => verdict === 'inconclusive').length,
    invalid: hypotheses.filter(({ verdict }) => verdict === 'invalid').length,
    family: {
      alpha: 0.05,
      claims: hypotheses.filter(({ verdict }) => verdict !== 'invalid').length,
      supported: 2,
      familywise: 1,
      falseDiscovery: 2,
      notFamilywise: ['three-factors/equal-ratio'],
    },
  },
  hypotheses: [...hypotheses],
  failures: [],
  warnings: [
    { file: 'hypotheses/a.hypothesis.ts', path: 'controls', message: 'expected a control, got none' },
  ],
});
