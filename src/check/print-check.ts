import { duration, number, plural } from '../report/words.ts';
import type { CaseFinding, CheckResult, MeasureFinding } from './types.ts';

const shown = (value: number, unit: MeasureFinding['unit']) =>
  unit === 'log ratio' ? `×${number(Math.exp(value))}` : number(value);

function measureLine(finding: MeasureFinding): string {
  const { measure, decision, estimate, interval, margin, unit, n, seedsNeeded, reason } = finding;
  const range =
    interval === undefined ? '' : ` [${shown(interval.lower, unit)}, ${shown(interval.upper, unit)}]`;
  // Differences count upwards where they are for the worse: of an accuracy, that is a loss of so much.
  const value = estimate === undefined ? (reason ?? 'no estimate') : `${shown(estimate, unit)}${range}`;
  const what = measure === 'test accuracy' ? 'loss of test accuracy' : measure;
  const allowed = unit === 'log ratio' ? `×${number(Math.exp(margin))}` : number(margin);
  const more = seedsNeeded === undefined ? '' : `, about ${seedsNeeded} seeds would decide`;
  return `        ${decision.padEnd(11)} ${what} ${value}, margin ${allowed}, n = ${n}${more}\n`;
}

function caseLines({ id, level, evidence, measures }: CaseFinding): string {
  const details = level === 'same within rounding' ? [] : measures;
  return `  ${level.padEnd(20)}  ${id}: ${evidence}\n${details.map(measureLine).join('')}`;
}

/** A check in words: its level, each case with its evidence, and the numbers of those that are not the same. */
export function printCheck(result: CheckResult, durationMs: number): string {
  const { target, level, cases, trained, cached, warnings } = result;
  const runs =
    trained + cached === 0
      ? 'nothing trained'
      : `${plural(trained, 'run')} trained${cached > 0 ? `, ${cached} from the store` : ''}`;
  return [
    ...warnings.map((warning) => `warning: ${warning}\n`),
    ...cases.map(caseLines),
    `\n${target}: ${level} on ${plural(cases.length, 'case')}; ${runs}; ${duration(durationMs)}\n`,
  ].join('');
}
