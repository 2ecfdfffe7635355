import type { Prediction } from '../declare/types.ts';

/** Two members of the union have two kinds each. */
type OneSided = Extract<Prediction, { kind: 'greater' | 'less' }>;
type Within = Extract<Prediction, { kind: 'above' | 'below' }>;
type OfKind<K extends Prediction['kind']> = K extends OneSided['kind']
  ? OneSided
  : K extends Within['kind']
    ? Within
    : Extract<Prediction, { kind: K }>;
type Words = { readonly [K in Prediction['kind']]: (prediction: OfKind<K>) => string };

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const bound = (prediction: Pick<Prediction, 'scale'>, size: number): string =>
  prediction.scale === 'ratio' ? `a factor of ${size}` : `${size}`;

const by = (prediction: Pick<Prediction, 'scale'> & { readonly by?: number }): string =>
  prediction.by === undefined ? '' : ` by more than ${bound(prediction, prediction.by)}`;

const over = (arms: readonly string[] | undefined): string => (arms ? ` over ${list(arms)}` : '');

const words: Words = {
  equivalent: (p) =>
    `${list(p.arms)} equivalent within ${p.scale === 'ratio' ? '' : '±'}${bound(p, p.margin)}`,
  differs: (p) => `${list(p.arms)} differ${by(p)}`,
  greater: (p: OneSided) => `${p.arms[0]} greater than ${p.arms[1]}${by(p)}`,
  less: (p: OneSided) => `${p.arms[0]} less than ${p.arms[1]}${by(p)}`,
  nonInferior: (p) => `${p.arms[0]} not inferior to ${p.arms[1]} by ${bound(p, p.margin)}`,
  trend: (p) =>
    `${p.direction} along ${p.along}${over(p.arms)}${p.atLeast ? `, mean within-seed correlation beyond ${p.atLeast}` : ''}`,
  ordered: (p) => `${p.direction} in the order ${p.arms.join(', ')}`,
  correlates: (p) =>
    `${p.direction} correlation with ${p.with}${p.given === undefined ? '' : ` given ${p.given}`}${over(p.arms)}${p.atLeast ? `, beyond ${p.atLeast}` : ''}`,
  scales: (p) => `proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${over(p.arms)}`,
  peakScales: (p) =>
    `best at a ${p.over} proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${over(p.arms)}`,
  breaks: (p) =>
    `equivalent to ${p.arms[0]} within ${bound(p, p.margin)} up to a ${p.along} in ${p.between[0]} … ${p.between[1]}, inferior beyond`,
  breakScales: (p) =>
    `departs by ${bound(p, p.margin)} at a ${p.over} proportional to ${p.along}^${p.exponent}, exponent within ±${p.within}${over(p.arms)}`,
  equals: (p) => `${p.arm} equal to ${p.value} within ${p.scale === 'ratio' ? '' : '±'}${bound(p, p.margin)}`,
  above: (p: Within) => `${p.arm} above ${p.than}${by(p)}`,
  below: (p: Within) => `${p.arm} below ${p.than}${by(p)}`,
  sameDistribution: (p) => `${list(p.arms)} of one distribution within a distance of ${p.margin}`,
  sameCurve: (p) =>
    `${list(p.arms)} on one curve within ±${p.margin}${p.from === undefined ? '' : ` from ${p.from} on`}`,
};

/**
 * A prediction in words, made of its data.
 *
 * @example statementOf({ kind: 'equivalent', measure: 'testAccuracy', arms: ['base', 'double'], margin: 0.01 }) // 'testAccuracy: base and double equivalent within ±0.01'
 */
export function statementOf(prediction: Prediction): string {
  const say = words[prediction.kind] as (prediction: Prediction) => string;
  return `${prediction.measure}: ${say(prediction)}`;
}
