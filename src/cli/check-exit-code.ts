import {
  levels,
  type CaseFinding,
  type CheckResult,
  type Level,
  type VerdictChange,
} from '../check/types.ts';
import { AssayError } from '../errors.ts';
import { exitCodes } from './exit-codes.ts';

/** Levels that `--at-least` may demand. */
const demands: Readonly<Record<string, Level>> = {
  mathematics: 'same mathematics',
  bytes: 'same bytes',
  rounding: 'same within rounding',
  equivalent: 'equivalent',
};

/** The command's question is whether anything has changed. */
const UNLESS_SAID: Level = 'same within rounding';

/** The same mathematics may round so many times worse than it did and still be the same within rounding. */
const LESS_EXACT = 100;

/** Worst first: of several codes the command exits with the first that occurs. */
const severity = [exitCodes.contradicted, exitCodes.inconclusive, exitCodes.asExpected] as const;

/** The worst of some exit codes of checks. */
export const worstCode = (codes: readonly number[]): number =>
  severity.find((code) => codes.includes(code)) ?? exitCodes.asExpected;

/**
 * The exit code of a check: 0 where every case, and the whole, is at least at the level that is demanded, else 1; 3
 * where equivalence is demanded and only the size is not decided. A verdict that was turned round or became invalid is
 * 1, one that was decided and no longer is 3.
 */
export function exitCodeOfCheck(
  { level, cases, laws = [], verdicts = [] }: CheckResult,
  demanded: Level = UNLESS_SAID,
): number {
  const broken = laws.some(({ holds }) => !holds);
  const codes =
    cases.length === 0 ? [codeOf({ level }, demanded)] : cases.map((each) => codeOf(each, demanded));
  return worstCode([...codes, ...(broken ? [exitCodes.contradicted] : []), ...verdicts.map(codeOfVerdict)]);
}

function codeOf({ level, times = 0 }: Pick<CaseFinding, 'level' | 'times'>, demanded: Level): number {
  if (levels.indexOf(level) <= levels.indexOf(demanded)) return exitCodes.asExpected;
  const tolerated = demanded === 'same within rounding' && level === 'same mathematics, less exact';
  if (tolerated && times <= LESS_EXACT) return exitCodes.asExpected;
  const open = demanded === 'equivalent' && level === 'size not decided';
  return open ? exitCodes.inconclusive : exitCodes.contradicted;
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
