/** Pieces of sentences that several kinds share. */
import type { AnyPrediction } from './case.ts';

/** Names as a list: `a, b and c`. */
export const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** A size on the scale of a prediction: a factor where it speaks of ratios. */
export const size = ({ scale }: Pick<AnyPrediction, 'scale'>, value: number): string =>
  scale === 'ratio' ? `a factor of ${value}` : `${value}`;

/** A size to either side. */
export const around = (prediction: Pick<AnyPrediction, 'scale'>, value: number): string =>
  `${prediction.scale === 'ratio' ? '' : '±'}${size(prediction, value)}`;

/** By how much more, where the prediction says it. */
export const by = (prediction: Pick<AnyPrediction, 'scale'> & { readonly by?: number }): string =>
  prediction.by === undefined ? '' : ` by more than ${size(prediction, prediction.by)}`;

/** Over which arms, where the prediction names them. */
export const over = (arms: readonly string[] | undefined): string => (arms ? ` over ${list(arms)}` : '');
