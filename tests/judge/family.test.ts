import { fc, test as law } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { familyOf } from '../../src/judge/index.ts';
import type { Finding, Judgement, Verdict } from '../../src/judge/types.ts';

const finding = (p: number | undefined, role: Finding['role'] = 'prediction'): Finding => ({
  role,
  prediction: { kind: 'differs', measure: 'loss', arms: ['a', 'b'] },
  statement: '',
  verdict: 'supported',
  method: '',
  parameter: '',
  unit: '',
  region: { lower: 0, upper: 0, outside: true },
  n: 8,
  effectSizes: [],
  ...(p === undefined ? {} : { p }),
});
const judgement = (id: string, ps: readonly (number | undefined)[], verdict: Verdict): Judgement => ({
  id,
  verdict,
  expected: 'supported',
  asExpected: verdict === 'supported',
  findings: [...ps.map((p) => finding(p)), finding(0.04, 'control')],
});

test('a claim’s p is the largest of its predictions; Holm and Benjamini–Hochberg count over all that were judged', () => {
  const family = familyOf([
    judgement('clear', [0.0001, 0.002], 'supported'),
    judgement('weak', [0.03], 'supported'),
    judgement('open', [0.6], 'inconclusive'),
    judgement('without p', [undefined], 'refuted'),
    judgement('broken', [0.001], 'invalid'),
  ]);
  // Holm: 4 · 0.002, 3 · 0.03 = 0.09. Benjamini–Hochberg: 2 · 0.03 = 0.06.
  expect(family).toEqual({
    alpha: 0.05,
    claims: 4,
    supported: 2,
    familywise: 1,
    falseDiscovery: 1,
    notFamilywise: ['weak'],
  });
});

test('a family of one is corrected by nothing, and of none does not exist', () => {
  expect(familyOf([judgement('one', [0.049], 'supported')])).toMatchObject({
    familywise: 1,
    notFamilywise: [],
  });
  expect(familyOf([judgement('broken', [0.01], 'invalid')])).toBeUndefined();
  expect(familyOf([])).toBeUndefined();
});

law.prop([fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 12 })])(
  'the order of hypotheses is irrelevant, and the false discovery rate admits no fewer claims',
  (ps) => {
    const all = ps.map((p, i) => judgement(`h${i}`, [p], p < 0.05 ? 'supported' : 'inconclusive'));
    const [family, turned] = [familyOf(all)!, familyOf(all.toReversed())!];
    expect({ ...turned, notFamilywise: turned.notFamilywise.toSorted() }).toEqual({
      ...family,
      notFamilywise: family.notFamilywise.toSorted(),
    });
    expect(family.falseDiscovery).toBeGreaterThanOrEqual(family.familywise);
    expect(family.familywise + family.notFamilywise.length).toBe(family.supported);
  },
);

test('what arithmetic supports is certain, and what has no p for another reason is not', () => {
  const certain: Finding = { ...finding(undefined), interval: { lower: 0, upper: 0, level: 1 } };
  const claim = (id: string, findings: readonly Finding[]): Judgement => ({
    ...judgement(id, [], 'supported'),
    findings,
  });
  expect(
    familyOf([
      claim('certain beside a p', [certain, finding(0.01)]),
      claim('certain alone', [certain]),
      claim('without p', [finding(undefined)]),
    ]),
  ).toMatchObject({ supported: 3, familywise: 2, notFamilywise: ['without p'] });
});
