import { median } from '../../statistics/index.ts';
import { fewOf, show } from '../notes.ts';
import { tested, type Diagnosed, type Diagnostic } from './diagnostic.ts';

/** So many robust standard deviations from the median a seed counts as outlying. */
const FAR = 5;
/** The median absolute deviation of normal numbers, as a share of their standard deviation, inverted. */
const NORMAL = 1.4826;

function outlying(data: Diagnosed): readonly { readonly seed: string; readonly distance: number }[] {
  const numbers = tested(data, 5);
  if (numbers === undefined) return [];
  const centre = median(numbers);
  const spread = NORMAL * median(numbers.map((x) => Math.abs(x - centre)));
  if (!(spread > data.basis!.compared.rounding)) return [];
  return numbers
    .map((x, at) => ({ seed: data.seeds[at]!, distance: Math.abs(x - centre) / spread }))
    .filter(({ distance }) => distance > FAR)
    .sort((a, b) => b.distance - a.distance);
}

/**
 * Seeds whose number lies far from the median, in units of 1.4826 median absolute deviations.
 *
 * @see Hampel 1974; Iglewicz & Hoaglin 1993
 */
export const outliers: Diagnostic = {
  name: 'outlying seeds',
  applies: (data) => outlying(data).length > 0,
  say: (data) => {
    const found = outlying(data);
    return `${found.length === 1 ? 'an outlying seed' : `${found.length} outlying seeds`}: ${fewOf(found.map(({ seed, distance }) => `seed ${seed}, ${show(distance)} spreads from the median`))}`;
  },
};
