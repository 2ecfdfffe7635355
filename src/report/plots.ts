import { fromBound, type FindingResult, type HypothesisResult } from './results.ts';
import { element, escapeMarkup, scaleOf } from './svg.ts';
import { effect, number, region } from './words.ts';

const width = 640;
const left = 12;
const right = width - 12;

const label = (x: number, y: number, text: string, anchor = 'middle') =>
  element('text', { x, y, 'text-anchor': anchor }, escapeMarkup(text));

const factorOr = (unit: string) => (value: number) =>
  unit === 'log ratio' ? `×${number(Math.exp(value))}` : number(value);

/**
 * A finding as a picture: the region that the claim allows as a band, the interval as a line, the estimate as a point.
 * Empty where there is no interval.
 */
export function intervalPlot(finding: FindingResult): string {
  const { estimate, interval, unit } = finding;
  if (estimate === undefined || interval === undefined) return '';
  const [lower, upper] = [fromBound(interval.lower), fromBound(interval.upper)];
  const [low, high] = [fromBound(finding.region.lower), fromBound(finding.region.upper)];
  const value = fromBound(estimate);
  const scale = scaleOf([lower, upper, value, 0, low, high], left, right);
  const band = (from: number, to: number) =>
    element('rect', { class: 'band', x: from, y: 6, width: Math.max(1, to - from), height: 24 });
  const [start, end] = [scale.at(low), scale.at(high)];
  const bands = finding.region.outside ? band(left, start) + band(end, right) : band(start, end);
  const say = factorOr(unit);
  const marks = [
    bands,
    element('line', { class: 'axis', x1: left, x2: right, y1: 36, y2: 36 }),
    ...scale.ticks.map((tick) => label(scale.at(tick), 50, say(tick))),
    element('line', { class: 'zero', x1: scale.at(0), x2: scale.at(0), y1: 4, y2: 36 }),
    element('line', { class: 'interval', x1: scale.at(lower), x2: scale.at(upper), y1: 18, y2: 18 }),
    element('circle', { class: 'estimate', cx: scale.at(value), cy: 18, r: 4 }),
  ];
  const title = element(
    'title',
    {},
    escapeMarkup(`${finding.statement}: ${effect(finding)}, allowed ${region(finding)}`),
  );
  return element('svg', { viewBox: `0 0 ${width} 56`, role: 'img' }, title + marks.join(''));
}

/**
 * The values of one measure as points, a row an arm; runs of one seed are joined, for they are pairs. A time that is
 * longer than it was watched is an open point. An arm's name says how many of its runs have no number, or never get
 * there.
 */
export function pointsPlot(
  { values, arms }: Pick<HypothesisResult, 'values' | 'arms'>,
  measure: string,
): string {
  const names = Object.keys(arms).filter((arm) => values[arm]?.[measure] !== undefined);
  const points = names.flatMap((arm, row) =>
    Object.entries(values[arm]![measure]!).flatMap(([seed, cell]) => {
      const value = 'value' in cell ? fromBound(cell.value) : NaN;
      const open = 'censored' in cell;
      return Number.isFinite(value) ? [{ arm, row, seed, value, open }] : [];
    }),
  );
  if (points.length === 0) return '';
  const y = (row: number) => 14 + row * 22;
  const scale = scaleOf(
    points.map(({ value }) => value),
    150,
    right,
  );
  const bottom = y(names.length - 1) + 16;
  const named = (arm: string) => {
    const cells = Object.values(values[arm]![measure]!);
    const never = cells.filter((cell) => 'value' in cell && cell.value === 'Infinity').length;
    const without = cells.length - never - points.filter((each) => each.arm === arm).length;
    const odd = [...(without === 0 ? [] : [`${without} without`]), ...(never === 0 ? [] : [`${never} at ∞`])];
    return odd.length === 0 ? arm : `${arm} (${odd.join(', ')})`;
  };
  const seeds = [...new Set(points.map(({ seed }) => seed))];
  const joined = seeds.map((seed) => {
    const own = points.filter((point) => point.seed === seed);
    const path = own.map(({ value, row }) => `${scale.at(value)},${y(row)}`).join(' ');
    return element('polyline', { class: 'pair', points: path });
  });
  const marks = [
    ...names.map((arm, row) => label(142, y(row) + 4, named(arm), 'end')),
    ...joined,
    ...points.map(({ arm, row, seed, value, open }) =>
      element(
        'circle',
        { class: open ? 'point open' : 'point', cx: scale.at(value), cy: y(row), r: 3 },
        element('title', {}, escapeMarkup(`${arm}, seed ${seed}: ${open ? '> ' : ''}${number(value)}`)),
      ),
    ),
    element('line', { class: 'axis', x1: 150, x2: right, y1: bottom, y2: bottom }),
    ...scale.ticks.map((tick) => label(scale.at(tick), bottom + 14, number(tick))),
  ];
  return element('svg', { viewBox: `0 0 ${width} ${bottom + 20}`, role: 'img' }, marks.join(''));
}
