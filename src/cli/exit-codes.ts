import type { AssayError, ErrorCode } from '../errors.ts';
import { statusOf } from '../report/headline.ts';
import type { Results } from '../report/results.ts';

/** What the command's exit code says. */
export const exitCodes = {
  asExpected: 0,
  contradicted: 1,
  usage: 2,
  inconclusive: 3,
  invalid: 4,
  interrupted: 130,
} as const;

/** The exit code of a suite: the worst that happened, in the order interrupted, invalid, contradicted, inconclusive. */
export function exitCodeOf(
  results: Results,
  options: { readonly allowInconclusive: boolean; readonly locked?: boolean },
): number {
  const statuses = new Set(results.hypotheses.map(statusOf));
  if (results.interrupted) return exitCodes.interrupted;
  if (options.locked === true && results.hypotheses.some(({ registration }) => registration?.lock !== 'kept'))
    return exitCodes.invalid;
  if (results.failures.length > 0 || statuses.has('invalid')) return exitCodes.invalid;
  if (statuses.has('contradicted')) return exitCodes.contradicted;
  return statuses.has('inconclusive') && !options.allowInconclusive
    ? exitCodes.inconclusive
    : exitCodes.asExpected;
}

const ofError: Readonly<Record<ErrorCode, number>> = {
  configuration: exitCodes.usage,
  data: exitCodes.usage,
  program: exitCodes.usage,
  infrastructure: exitCodes.invalid,
  integrity: exitCodes.invalid,
};

/** The exit code of an error. */
export const exitCodeOfError = (error: AssayError): number => ofError[error.code];
