/** Methods by reference: tests of the user's own, which judge as ours do. */
import { inspect } from 'node:util';
import { AssayError } from '../../errors.ts';
import { alternativeOf, inside, type Region } from '../../statistics/index.ts';
import type { Interval, TestResult } from '../../statistics/types.ts';
import type { AnyPrediction } from '../case.ts';
import type { Compared } from './compared.ts';

/** What a test of the user's is asked. */
export interface CustomTestInput {
  /**
   * One a seed: the first arm less the second, or what else is tested, on the scale of the prediction (logarithms on
   * `ratio`).
   */
  readonly differences: readonly number[];
  /** The numbers of both arms, seed by seed, where the differences are those of two arms. */
  readonly arms?: readonly [readonly number[], readonly number[]];
  /** Where the parameter is claimed to lie. It is called once for the claim and once for its opposite. */
  readonly region: Region;
  /** Error rate, one-sided. */
  readonly alpha: number;
  /** The `options` of the prediction as they are. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What a test of the user's answers: `p`, `interval` and `estimate`, as the tests of `optimizer-assay/statistics` do,
 * whose results may be handed on; or `reason`, where there is no number.
 */
export interface CustomTestResult
  extends
    Pick<TestResult, 'p' | 'estimate' | 'standardError' | 'reason'>,
    Partial<Pick<TestResult, 'method'>> {
  /**
   * In duality with p: p < alpha exactly where the interval lies inside the region. Its level is 1 − 2·alpha where none
   * is given.
   */
  readonly interval?: Pick<Interval, 'lower' | 'upper'> & Partial<Pick<Interval, 'level'>>;
}

/** A test of the user's: a pure function of its input. */
export type CustomTest = (input: CustomTestInput) => CustomTestResult;

/** A method by reference, as a prediction names it. */
export type MethodReference = Extract<AnyPrediction['method'], object>;

/** Functions of methods by reference, by `nameOf`. */
export type CustomTests = ReadonlyMap<string, CustomTest>;

/** The name of a method by reference: its module, and its export where that is not the default. */
export const nameOf = ({ module, export: name = 'default' }: MethodReference): string =>
  name === 'default' ? module : `${module} (export '${name}')`;

/** That a method by reference cannot judge: the hypothesis that names it is invalid. */
export class MethodFails extends AssayError {
  constructor(reference: MethodReference, said: string, cause?: unknown) {
    super('configuration', `Cannot judge by the method of ${nameOf(reference)}: ${said}`, { cause });
  }
}

/**
 * Asks a test of the user's, and checks what it answers.
 * @throws MethodFails where it throws, or gives what no test may give
 */
export function runCustomTest(
  reference: MethodReference,
  { differences, columns, named }: Compared,
  { region, alpha }: Pick<CustomTestInput, 'region' | 'alpha'>,
): TestResult {
  const { test, options = {} } = reference;
  if (test === undefined) throw new MethodFails(reference, 'expected it to be loaded before, got none');
  const given = called(reference, () =>
    test({
      differences: [...differences],
      // Columns of other numbers than differences are sums of arms.
      ...(columns && named === undefined && { arms: [Array.from(columns[0]), Array.from(columns[1])] }),
      region,
      alpha,
      options,
    }),
  );
  return checked(given, { reference, region, alpha, n: differences.length });
}

function called(reference: MethodReference, call: () => CustomTestResult): unknown {
  try {
    return call();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new MethodFails(reference, `its function fails: ${said}`, cause);
  }
}

interface Asked {
  readonly reference: MethodReference;
  readonly region: Region;
  readonly alpha: number;
  readonly n: number;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && !Number.isNaN(value);

function checked(given: unknown, { reference, region, alpha, n }: Asked): TestResult {
  const wrong = (expected: string, got: unknown): never => {
    throw new MethodFails(
      reference,
      `expected ${expected}, got ${typeof got === 'string' ? got : inspect(got)}`,
    );
  };
  if (typeof given !== 'object' || given === null || given instanceof Promise)
    return wrong('{ p, interval, estimate } or { reason }', given);
  const { method, p, interval, estimate, standardError, reason } = given as Partial<TestResult>;
  const common = {
    method:
      typeof method === 'string' && method !== '' ? `${method}, by ${nameOf(reference)}` : nameOf(reference),
    alternative: alternativeOf(region),
    effectSizes: [],
    n: [n],
  };
  if (reason !== undefined && (typeof reason !== 'string' || reason === ''))
    return wrong('`reason` to be a text', reason);
  const said = reason === undefined ? {} : { reason };
  if (reason !== undefined && (p === undefined || interval === undefined))
    return { ...common, ...said, ...(isNumber(estimate) ? { estimate } : {}) };
  if (!(isNumber(p) && p >= 0 && p <= 1)) return wrong('p to be a number from 0 to 1', p);
  if (!(isNumber(estimate) && Number.isFinite(estimate)))
    return wrong('`estimate` to be a finite number', estimate);
  const { lower, upper, level = 1 - 2 * alpha } = (interval ?? {}) as Partial<Interval>;
  if (!(isNumber(lower) && isNumber(upper) && lower <= upper))
    return wrong('`interval` to be { lower, upper } with lower ≤ upper', interval);
  // A level of 1 and no width would be what arithmetic knows.
  if (!(isNumber(level) && level > 0 && level < 1))
    return wrong('`interval.level` to lie between 0 and 1', level);
  if (standardError !== undefined && !(isNumber(standardError) && standardError >= 0))
    return wrong('`standardError` to be a number from 0 on', standardError);
  if (p < alpha !== inside({ lower, upper }, region) && Math.abs(p - alpha) > ROUNDING)
    return wrong(
      `p < ${alpha} exactly where the interval lies inside the region`,
      `p = ${p} and ${lower} … ${upper} for ${inspect(region)}`,
    );
  return {
    ...common,
    ...said,
    p,
    estimate,
    interval: { lower, upper, level },
    ...(standardError === undefined ? {} : { standardError }),
  };
}

/** p and interval may be computed in two ways, and differ at the very boundary. */
const ROUNDING = 1e-6;
