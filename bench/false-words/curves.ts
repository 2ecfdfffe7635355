import type { Random } from '../../src/random/index.ts';
import { fullLognormal, normal, type Draw } from './populations.ts';
import type { DrawMeasures, Row } from './rows.ts';

const POSITIONS = 5;
const SIZES = [4, 6, 8, 16];
const pair = { measure: 'curve', arms: ['a0', 'a1'] } as const;

/**
 * Curves of two arms in spreads 3 : 1, so far apart at the positions that are meant; equal elsewhere, but for noise of
 * a tenth.
 */
const curves =
  (draw: Draw, apart: number, meant: (position: number) => boolean, shared: boolean): DrawMeasures =>
  (random) => {
    const whole = [3 * draw(random), draw(random)] as const;
    const at = (position: number): readonly [number, number] => {
      if (!meant(position)) return [0.1 * random.normal(), 0.1 * random.normal()];
      const [first, second] = shared ? whole : noise(draw, random);
      return [apart + first, second];
    };
    const positions = Array.from({ length: POSITIONS }, (_, position) => at(position));
    return { curve: [positions.map(([first]) => first), positions.map(([, second]) => second)] };
  };

const noise = (draw: Draw, random: Random): readonly [number, number] => [3 * draw(random), draw(random)];

const ofLast = (position: number): boolean => position === POSITIONS - 1;
const drawn: Readonly<Record<string, (draw: Draw, apart: number) => DrawMeasures>> = {
  'one of 5 positions': (draw, apart) => curves(draw, apart, ofLast, false),
  'all of 5 positions, with noise that they share': (draw, apart) => curves(draw, apart, () => true, true),
};

/** Curves whose largest distance is the margin. */
export const falseCurves: readonly Row[] = Object.entries(drawn).flatMap(([where, draw]) =>
  Object.entries({ normal, 'lognormal(1)': fullLognormal }).flatMap(([name, noises]): Row[] => [
    {
      claim: 'same curve',
      data: `${name}, ${where}`,
      draw: draw(noises, 9),
      prediction: { ...pair, kind: 'sameCurve', margin: 9 },
      sizes: SIZES,
    },
    {
      claim: 'curves differ',
      data: `${name}, ${where}`,
      draw: draw(noises, 9),
      prediction: { ...pair, kind: 'curvesDiffer', by: 9 },
      sizes: SIZES,
    },
  ]),
);

/** Curves that are one, but for noise. */
export const trueCurves: readonly Row[] = Object.entries(drawn).map(([where, draw]) => ({
  claim: 'same curve within 1.5 sd',
  data: `normal, ${where}`,
  draw: draw(normal, 0),
  prediction: { ...pair, kind: 'sameCurve', margin: 1.5 * Math.sqrt(10) },
  sizes: SIZES,
}));
