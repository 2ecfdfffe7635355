import { duration, number, plural } from '../report/words.ts';
import type { AgainstResult, AgainstTarget } from './other-version/against.ts';
import type { Cost } from './baseline/baseline-schema.ts';
import {
  changedLevels,
  type CaseFinding,
  type CheckResult,
  type CostFinding,
  type LawFinding,
  type Level,
  type MeasureFinding,
  type VariantsResult,
  type VerdictChange,
} from './types.ts';

/** More seeds than anybody trains are no advice. */
const MOST_SEEDS = 500;

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
  const more =
    decision === 'not decided' && seedsNeeded !== undefined && seedsNeeded <= MOST_SEEDS
      ? `, about ${seedsNeeded} seeds would decide (--seeds ${seedsNeeded} when recorded)`
      : '';
  return `        ${decision.padEnd(11)} ${what} ${value}, margin ${allowed}, n = ${n}${more}\n`;
}

/** A level as a line begins: what has changed for certain says so. */
const levelWords = (level: Level): string => (changedLevels.includes(level) ? `changed, ${level}` : level);

/** What matters line by line; what is within its margin in one line. */
function measureLines(measures: readonly MeasureFinding[]): string {
  const within = measures.filter(({ decision }) => decision === 'equivalent');
  const others = measures.filter(({ decision }) => decision !== 'equivalent');
  const names = within.map(({ measure }) => measure).join(', ');
  const n = Math.max(0, ...within.map((each) => each.n));
  const line =
    within.length < 2
      ? within.map(measureLine).join('')
      : `        ${'equivalent'.padEnd(11)} ${names}, each within its margin, n = ${n}\n`;
  return `${others.map(measureLine).join('')}${line}`;
}

const caseLines = ({ id, level, evidence, measures }: CaseFinding): string =>
  `  ${levelWords(level).padEnd(20)}  ${id}: ${evidence}\n${measureLines(measures)}`;

const verdictLine = ({ id, before, after }: VerdictChange) =>
  before === after ? '' : `  verdict changed       ${id}: ${before} → ${after}\n`;

function verdictLines(verdicts: readonly VerdictChange[]): string {
  const changed = verdicts.filter(({ before, after }) => before !== after).length;
  const stayed = `${verdicts.length - changed} of ${plural(verdicts.length, 'verdict')} stayed`;
  return `\n${verdicts.map(verdictLine).join('')}  ${stayed}\n`;
}

/** The laws of every optimizer, in words. */
const lawWords: Partial<Record<LawFinding['law'], (holds: boolean, tolerance: number) => string>> = {
  'a resumed run': (holds, tolerance) =>
    holds
      ? `ends where the uncut one does${tolerance === 0 ? ', to the last bit' : ''}`
      : 'ends elsewhere than the uncut one',
  'micro-batches': (holds) =>
    holds ? 'do what one mini-batch of them does' : 'do something else than one mini-batch of them',
  'a restored run': (holds) =>
    holds ? 'ends where the uninterrupted one does' : 'ends elsewhere, or is not restored any more',
  'a learning rate of 0': (holds) =>
    holds ? 'moves what it moved' : 'does not move what it moved, or moves what it did not',
  'a gradient of 0': (holds) =>
    holds ? 'moves what it moved' : 'does not move what it moved, or moves what it did not',
};

function lawLine({ law, holds, deviation, tolerance }: LawFinding): string {
  const found =
    lawWords[law]?.(holds, tolerance) ??
    `off by ${deviation.toPrecision(2)} of the way, rounding allows ${tolerance}`;
  return `  ${(holds ? 'law holds' : 'law broken').padEnd(20)}  ${law}: ${found}\n`;
}

const costWords = ({ parameterBytes, stateBytes, stepMs }: Cost) =>
  `state ${stateBytes} bytes for ${parameterBytes} of parameters, ${number(stepMs)} ms a step with evaluations`;

/** Never judged: a clock depends on the machine, and what a state may cost on who pays for it. */
function costLine({ id, before, after }: CostFinding): string {
  const [then, now] = [before && costWords(before), after && costWords(after)];
  const both = now === undefined || then === undefined ? (now ?? then)! : `${now}; in the baseline ${then}`;
  return `  ${'cost'.padEnd(20)}  ${id}: ${both}\n`;
}

/** How many cases and sweeps a level is the worst of. */
function countWords(findings: readonly CaseFinding[]): string {
  const sweeps = findings.filter(({ sweep }) => sweep === true).length;
  const cases = plural(findings.length - sweeps, 'case');
  return sweeps === 0 ? cases : `${cases} and ${plural(sweeps, 'sweep')}`;
}

/** A check in words: its level, each case with its evidence, and the numbers of those that are not the same. */
export function printCheck(
  result: CheckResult,
  durationMs: number | undefined,
  all: readonly CaseFinding[] = result.cases,
): string {
  const { target, level, cases, trained, cached, warnings, verdicts, laws = [], cost } = result;
  const runs =
    trained + cached === 0
      ? 'nothing trained'
      : `${plural(trained, 'run')} trained${cached > 0 ? `, ${cached} from the store` : ''}`;
  const time = durationMs === undefined ? '' : `; ${duration(durationMs)}`;
  return [
    ...warnings.map((warning) => `warning: ${warning}\n`),
    ...cases.map(caseLines),
    ...laws.map(lawLine),
    ...(cost === undefined || cases.length === 0 ? [] : [costLine(cost)]),
    ...(verdicts === undefined || verdicts.length === 0 ? [] : [verdictLines(verdicts)]),
    `${cases.length === 0 ? '' : '\n'}${target}: ${levelWords(level)} on ${countWords(all)}; ${runs}${time}\n`,
  ].join('');
}

/** All variants of a target in words; what nobody changed takes one line. */
export function printVariants({ target, level, variants }: VariantsResult, durationMs: number): string {
  const each = variants.map((result) => printFolded(result));
  return `${each.join('')}\n${target}: ${levelWords(level)} on ${plural(variants.length, 'variant')}; ${duration(durationMs)}\n`;
}

/** A check among others: cases that nobody changed are many, and one line says it. */
const printFolded = (result: CheckResult): string =>
  printCheck(
    result.level === 'same mathematics' ? { ...result, cases: [] } : result,
    undefined,
    result.cases,
  );

const oneSided = {
  new: (ref: string) => `new: "${ref}" has none, so there is nothing to compare`,
  removed: (ref: string) => `removed: only "${ref}" has it`,
} as const;

function targetLines(found: AgainstTarget, ref: string): string {
  if (found.kind !== 'compared') return `${found.target}: ${oneSided[found.kind](ref)}\n`;
  return printFolded(found.result);
}

/** A check against another version in words: each target, and what was compared with what. */
export function printAgainst(found: AgainstResult, durationMs: number): string {
  const { reference, uncommitted, warnings, targets } = found;
  const { ref, commit } = reference;
  const here = `the working tree${uncommitted ? ' (with changes that are not committed)' : ''}`;
  return [
    ...warnings.map((warning) => `warning: ${warning}\n`),
    ...targets.map((each) => targetLines(each, ref)),
    `\n${here} against ${ref} (${commit.slice(0, 10)}): ${plural(targets.length, 'target')}; ${duration(durationMs)}\n`,
  ].join('');
}
