import { standardDeviation } from '../../statistics/index.ts';
import { show } from '../notes.ts';
import type { Diagnosed, Diagnostic } from './diagnostic.ts';

/** Arms whose spreads differ less than so do not matter to a comparison by seed. */
const ALIKE = 2;

/** The smallest and the largest standard deviation among the arms, on the scale that was tested. */
function extremes({ arms, basis, prediction }: Diagnosed) {
  const onLogarithms = basis?.logarithms === true || prediction.scale === 'ratio';
  const spreads = arms
    .map(({ name, values }) => ({ name, values: onLogarithms ? values.map(Math.log) : values }))
    .filter(({ name, values }) => (basis?.arms.includes(name) ?? true) && values.every(Number.isFinite))
    .map(({ name, values }) => ({ name, spread: values.length < 3 ? NaN : standardDeviation(values) }))
    .filter(({ spread }) => spread > 0)
    .sort((a, b) => a.spread - b.spread);
  return [spreads[0], spreads.at(-1)] as const;
}

/**
 * The ratio of the largest spread of an arm to the smallest: skewed arms of unequal spreads have skewed differences.
 */
export const spreads: Diagnostic = {
  name: 'unequal spreads',
  applies: (data) => {
    const [least, most] = extremes(data);
    return least !== undefined && most !== undefined && most.spread > ALIKE * least.spread;
  },
  say: (data) => {
    const [least, most] = extremes(data);
    return `spreads differ ×${show(most!.spread / least!.spread)}: ${most!.name} ${show(most!.spread)}, ${least!.name} ${show(least!.spread)}`;
  },
};
