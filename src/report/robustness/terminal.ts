import { Chalk } from 'chalk';
import { fromBound, type FindingResult } from '../results.ts';
import { scaleOf, type Scale } from '../svg.ts';
import { effect } from '../words.ts';
import type { Specification, SpecificationCurve } from './curve.ts';
import { agreementInWords, nameOf } from './words.ts';

const WIDTH = 32;

const endsOf = ({ estimate, interval }: FindingResult): readonly number[] =>
  [estimate, interval?.lower, interval?.upper].flatMap((bound) =>
    bound === undefined ? [] : [fromBound(bound)],
  );

/** The interval as a line and the estimate as a point, on a scale that all rows share. */
function picture(finding: FindingResult | undefined, scale: Scale): string {
  if (finding?.estimate === undefined) return ' '.repeat(WIDTH);
  const column = (value: number) => Math.round(scale.at(value));
  const { interval, estimate } = finding;
  const [from, to] = interval
    ? [column(fromBound(interval.lower)), column(fromBound(interval.upper))]
    : [-1, -1];
  const [point, zero] = [column(fromBound(estimate)), column(0)];
  const mark = (at: number) => (at === point ? '●' : at >= from && at <= to ? '─' : at === zero ? '┆' : ' ');
  return Array.from({ length: WIDTH }, (_, at) => mark(at)).join('');
}

const signs = { supported: '✓', refuted: '✗', inconclusive: '?', invalid: '!' } as const;

/** Specification curves as text: a row a variant, in the order of the effects. */
export function robustnessText(
  curves: readonly SpecificationCurve[],
  { color }: { readonly color: boolean },
): string {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const row = (one: Specification, scale: Scale, width: number) => {
    const { verdict, finding, agrees, reason } = one;
    const paint = agrees ? chalk.green : chalk.yellow;
    const said = finding === undefined ? (reason ?? 'no estimate') : effect(finding);
    const name = nameOf(one).padEnd(width);
    const line = `     ${paint(`${signs[verdict]} ${verdict.padEnd(12)}`)} ${one.variant === undefined ? chalk.bold(name) : name}  ${picture(finding, scale)}  ${said}`;
    return [line, ...(one.decidedBy ?? []).map((each) => chalk.dim(`         ${each}`))].join('\n');
  };
  return curves
    .map((curve) => {
      const { specifications } = curve;
      // Zero is in the picture where it is near: far from all effects it would leave them no room.
      const values = specifications.flatMap(({ finding }) => (finding === undefined ? [] : endsOf(finding)));
      const scale = scaleOf(values.length === 0 ? [0, 1] : values, 0, WIDTH - 1);
      const width = Math.max(...specifications.map((one) => nameOf(one).length));
      return [
        ` ${chalk.bold(curve.id)}  ${curve.verdict}; ${agreementInWords(curve)}`,
        ...(curve.statement === undefined ? [] : [chalk.dim(`     ${curve.statement}`)]),
        ...specifications.map((one) => row(one, scale, width)),
        '',
      ].join('\n');
    })
    .join('\n');
}
