import type { AssayError, ErrorCode } from '../errors.ts';
import type { Results } from '../report/results.ts';
import { outcomeOf, type Demands } from '../suite/outcome.ts';

/** What the command's exit code says. */
export const exitCodes = {
  asExpected: 0,
  contradicted: 1,
  usage: 2,
  inconclusive: 3,
  invalid: 4,
  interrupted: 130,
} as const;

/** The exit code of a suite. */
export const exitCodeOf = (results: Results, demands: Demands): number =>
  exitCodes[outcomeOf(results, demands)];

const ofError: Readonly<Record<ErrorCode, number>> = {
  configuration: exitCodes.usage,
  data: exitCodes.usage,
  program: exitCodes.usage,
  infrastructure: exitCodes.invalid,
  integrity: exitCodes.invalid,
};

/** The exit code of an error. */
export const exitCodeOfError = (error: AssayError): number => ofError[error.code];
