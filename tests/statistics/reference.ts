/**
 * Reference cases from mpmath, SciPy, statsmodels and R (fixtures/statistics). A number passes where
 * |got − want| ≤ abs or ≤ rel·|want|; the tolerances stand in each case, their cause in its `how`.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

export interface ReferenceCase {
  readonly id: string;
  // The inputs differ by tool; each test file names the ones it reads.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly inputs: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly expected: any;
  readonly tol: { readonly rel?: number; readonly abs?: number };
  readonly how: string;
}

const load = (file: string): Record<string, ReferenceCase[]> =>
  (
    JSON.parse(readFileSync(new URL(`../../fixtures/statistics/${file}`, import.meta.url), 'utf8')) as {
      tools: Record<string, ReferenceCase[]>;
    }
  ).tools;

const tools = {
  ...load('reference-vectors.json'),
  ...load('two-arms.json'),
  ...load('associations.json'),
  ...load('guarded.json'),
  ...load('blocks.json'),
  ...load('rates.json'),
  ...load('times.json'),
  ...load('forms.json'),
};

/** The cases of a tool. @throws where the fixture has none, so that a misspelt tool cannot pass in silence */
export function casesOf(tool: string): ReferenceCase[] {
  const cases = tools[tool];
  if (!cases?.length) throw new Error(`Cannot test ${tool}: expected reference cases, got none`);
  return cases;
}

/** Asserts agreement under the case's pass rule, for numbers and lists of numbers. */
export function expectClose(got: unknown, want: unknown, tol: ReferenceCase['tol'], label: string): void {
  if (Array.isArray(want)) {
    expect(Array.from(got as ArrayLike<number>).length, `${label} has ${want.length} entries`).toBe(
      want.length,
    );
    want.forEach((value, i) => expectClose((got as ArrayLike<unknown>)[i], value, tol, `${label}[${i}]`));
    return;
  }
  const a = got as number;
  const b = want as number;
  const error = Math.abs(a - b);
  const passes = a === b || error <= (tol.abs ?? 0) || error <= (tol.rel ?? 0) * Math.abs(b);
  expect(passes, `${label}: got ${a}, want ${b}, error ${error}, tolerance ${JSON.stringify(tol)}`).toBe(
    true,
  );
}

/**
 * One test a case of `tool`: `run` maps inputs to outputs under the expected names. Names in `run`'s answer that the
 * case does not hold fail, and so does a case none of whose names are answered. A `tolerance` replaces that of the
 * cases.
 */
export function testAgainstReference(
  tool: string,
  run: (inputs: ReferenceCase['inputs'], expected: ReferenceCase['expected']) => Record<string, unknown>,
  tolerance?: ReferenceCase['tol'],
): void {
  for (const { id, inputs, expected, tol: own } of casesOf(tool)) {
    const tol = tolerance ?? own;
    test(`${tool} ${id} agrees with the reference`, () => {
      const got = run(inputs, expected);
      expect(Object.keys(got).length).toBeGreaterThan(0);
      for (const [name, value] of Object.entries(got)) {
        expect(expected, `${tool} ${id} expects ${name}`).toHaveProperty(name);
        expectClose(value, expected[name], tol, `${tool} ${id} ${name}`);
      }
    });
  }
}
