import { levels, type CheckResult, type Level, type VerdictChange } from '../check/types.ts';
import { AssayError } from '../errors.ts';
import { exitCodes } from './exit-codes.ts';

/** Levels that `--at-least` may demand. */
const demands: Readonly<Record<string, Level>> = {
  mathematics: 'same mathematics',
  bytes: 'same bytes',
  rounding: 'same within rounding',
  equivalent: 'equivalent',
};

const ofLevel = {
  'same mathematics': exitCodes.asExpected,
  'same bytes': exitCodes.asExpected,
  'same within rounding': exitCodes.asExpected,
  equivalent: exitCodes.asExpected,
  improved: exitCodes.asExpected,
  unresolved: exitCodes.inconclusive,
  regressed: exitCodes.contradicted,
} as const satisfies Record<Level, number>;

/** Worst first: of several codes the command exits with the first that occurs. */
const severity = [exitCodes.contradicted, exitCodes.inconclusive, exitCodes.asExpected] as const;

/** The worst of some exit codes of checks. */
export const worstCode = (codes: readonly number[]): number =>
  severity.find((code) => codes.includes(code)) ?? exitCodes.asExpected;

/**
 * The exit code of a check: of its level, or 1 where that is weaker than what is demanded; 1 where a verdict was turned
 * round or became invalid, 3 where one that was decided no longer is.
 */
export function exitCodeOfCheck({ level, verdicts = [] }: CheckResult, demanded: Level | undefined): number {
  const weaker = demanded !== undefined && levels.indexOf(level) > levels.indexOf(demanded);
  const own = weaker && level !== 'unresolved' ? exitCodes.contradicted : ofLevel[level];
  return worstCode([own, ...verdicts.map(codeOfVerdict)]);
}

function codeOfVerdict({ before, after }: VerdictChange): number {
  if (before === after || before === 'invalid' || before === 'inconclusive')
    return after === 'invalid' && before !== after ? exitCodes.contradicted : exitCodes.asExpected;
  return after === 'inconclusive' ? exitCodes.inconclusive : exitCodes.contradicted;
}

/** The level that a word of `--at-least` demands. @throws AssayError `configuration` where there is no such word */
export function demandOf(word: string | undefined): Level | undefined {
  if (word === undefined) return undefined;
  const demanded = demands[word];
  if (demanded !== undefined) return demanded;
  throw new AssayError(
    'configuration',
    `Cannot use --at-least: expected ${Object.keys(demands).join(' | ')}, got "${word}"`,
  );
}
