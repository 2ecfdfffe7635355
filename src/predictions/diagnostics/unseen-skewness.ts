import { HOLDS_FROM } from '../../statistics/index.ts';
import { withoutSpread } from '../comparison/compared.ts';
import { tested, type Diagnostic } from './diagnostic.ts';

/**
 * Percent of false words that the default method says of numbers as skewed as exp(Z), by seeds (4,000 to 20,000 data
 * sets each); 5 are meant.
 */
const ERRS: Readonly<Record<number, number>> = { 2: 18, 3: 16, 4: 18, 5: 17, 6: 15, 7: 11 };

/**
 * Too few seeds to see whether the numbers are skewed: those that mislead lack their longer tail, so nothing about them
 * looks skewed.
 */
export const unseenSkewness: Diagnostic = {
  name: 'unseen skewness',
  applies: (data) => {
    const numbers = tested(data, 2);
    return (
      numbers !== undefined &&
      numbers.length < HOLDS_FROM &&
      data.basis!.method === 'skew-guarded' &&
      !withoutSpread(data.basis!.compared)
    );
  },
  say: (data) => {
    const { length } = tested(data, 2)!;
    return `${length} seeds cannot show whether numbers are skewed: if they are (exp(Z)), a false word comes in up to ${ERRS[length]} % in place of 5; from ${HOLDS_FROM} seeds on in at most 6.5 %`;
  },
};
