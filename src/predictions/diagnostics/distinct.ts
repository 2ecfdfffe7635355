import { numbersIn } from '../../statistics/index.ts';
import { tested, type Diagnostic } from './diagnostic.ts';

/** From so many different numbers on ties are of no matter. */
const MANY = 6;

/** Few different numbers among the tested ones: a t over them is not Student's. */
export const distinct: Diagnostic = {
  name: 'few distinct numbers',
  applies: (data) => {
    const numbers = tested(data, 3);
    if (numbers === undefined || data.basis!.method === 'rates') return false;
    const different = numbersIn(numbers);
    return different < numbers.length && different < MANY;
  },
  say: (data) => {
    const numbers = tested(data, 3)!;
    return `${numbersIn(numbers)} different numbers in ${numbers.length} seeds`;
  },
};
