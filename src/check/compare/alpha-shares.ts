import { SPENDING } from '../../statistics/sequential/spending.ts';
import { ALPHA } from './looks.ts';

/**
 * What each look may err: α is shared out by Pocock's spending function of the share of seeds, and each look's share is
 * used as if it were alone. The shares add up to α, so that whatever the looks have to do with each other, α holds (a
 * union bound); boundaries that count on a normal distribution would gain some power at the later looks.
 *
 * @example alphaShares([6, 12, 24]) // [0.0179, 0.0132, 0.0190]
 * @see Lan & DeMets 1983, equation 2
 */
export function alphaShares(looks: readonly number[], alpha = ALPHA): readonly number[] {
  const spent = looks.map((seeds) => SPENDING.pocock(seeds / looks.at(-1)!, alpha));
  return spent.map((share, look) => share - (spent[look - 1] ?? 0));
}
