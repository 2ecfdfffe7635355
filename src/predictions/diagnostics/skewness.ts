import { looksSkewed, lSkewness, usualLSkewness } from '../../statistics/index.ts';
import { show } from '../notes.ts';
import { tested, type Diagnostic } from './diagnostic.ts';

/**
 * L-skewness of the tested numbers beyond what normal ones show.
 *
 * @see Hosking & Wallis 1997, Regional Frequency Analysis, §2.7 (L-skewness of normal samples)
 */
export const skewness: Diagnostic = {
  name: 'skewness',
  applies: (data) => {
    const numbers = tested(data, 5);
    return numbers !== undefined && looksSkewed(numbers.length, lSkewness(numbers));
  },
  say: (data) => {
    const numbers = tested(data, 5)!;
    return `skewed: L-skewness ${show(lSkewness(numbers))}, where normal numbers stay within ±${show(usualLSkewness(numbers.length))}`;
  },
};
