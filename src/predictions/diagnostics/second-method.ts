import { withoutSpread } from '../comparison/compared.ts';
import { testPairs, type Method } from '../comparison/paired.ts';
import { show } from '../notes.ts';
import { verdictOf } from '../rule.ts';
import { tested, type Diagnosed, type Diagnostic } from './diagnostic.ts';

/** Which method is asked beside the one that decides; none beside an exact test of rates. */
const OTHER: Readonly<Partial<Record<Extract<Method, string>, Method>>> = {
  'skew-guarded': 'wilcoxon',
  student: 'wilcoxon',
  bootstrap: 'wilcoxon',
  'sign-flip': 'skew-guarded',
  wilcoxon: 'skew-guarded',
};
/** Signed ranks are quadratic in the seeds: beyond so many the mean is normal, and nobody needs a second opinion. */
const MOST = 500;
/** Fewer seeds give ranks no say. */
const FEWEST = 5;

/** Beside a method of the user's, the default. */
const other = ({ basis }: Diagnosed): Method | undefined =>
  basis && (typeof basis.method === 'object' ? 'skew-guarded' : OTHER[basis.method]);

/** How a second method decides on the same numbers: by ranks where means were compared, by means where ranks were. */
export const secondMethod: Diagnostic = {
  name: 'second method',
  applies: (data) => {
    const numbers = tested(data, FEWEST);
    return (
      numbers !== undefined &&
      numbers.length <= MOST &&
      other(data) !== undefined &&
      !withoutSpread(data.basis!.compared)
    );
  },
  say: (data) => {
    const { basis, alpha } = data;
    const { region, verdict } = basis!.tested ?? data;
    const { result } = testPairs(basis!.compared, region, alpha, {
      method: other(data)!,
      effectSizes: false,
    });
    const second = verdictOf(result.interval, region);
    const p = result.p === undefined ? '' : ` (p = ${show(result.p)})`;
    return `${result.method} ${second === verdict ? 'agrees' : `says ${second}`}${p}`;
  },
};
