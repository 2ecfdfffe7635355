import { lSkewness } from '../../statistics/index.ts';
import { show } from '../notes.ts';
import { tested, type Diagnostic } from './diagnostic.ts';

/** Two standard deviations of the L-skewness of n normal values: √(0.1866/n + 0.8/n²) each. */
const usual = (n: number): number => 2 * Math.sqrt(0.1866 / n + 0.8 / n ** 2);

/**
 * L-skewness of the tested numbers beyond what normal ones show.
 *
 * @see Hosking & Wallis 1997, Regional Frequency Analysis, §2.7 (L-skewness of normal samples)
 */
export const skewness: Diagnostic = {
  name: 'skewness',
  applies: (data) => {
    const numbers = tested(data, 5);
    return numbers !== undefined && Math.abs(lSkewness(numbers)) > usual(numbers.length);
  },
  say: (data) => {
    const numbers = tested(data, 5)!;
    return `skewed: L-skewness ${show(lSkewness(numbers))}, where normal numbers stay within ±${show(usual(numbers.length))}`;
  },
};
