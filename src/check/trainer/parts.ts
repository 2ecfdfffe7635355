import type { Yardstick } from '../baseline/baseline-schema.ts';
import type { Observed } from './observed.ts';
import { distanceOf } from './projections.ts';

/**
 * From so many times what a learning rate of another last digit makes of a run on, a difference is more than rounding.
 * The twins of a rate are narrower than those of every operation: ways of writing the same method lie within 33 of them
 * in single precision, what differs by a hundred-thousandth from 250 on.
 */
export const BEYOND_RATE = 100;

/** Half a unit in the last place of single precision, in which the end of a run is kept. */
const HALF_ULP = 2 ** -24;

/** A part of a run that is compared: a point of a curve, or a tensor at the end. */
export interface Part {
  readonly name: string;
  readonly times: number;
  readonly step?: number;
}

/** The largest number of some around a point: curves of twins cross their run now and then. */
const around = (values: readonly number[], point: number): number =>
  Math.max(...values.slice(Math.max(0, point - 2), point + 3));

/** A run against another's yardstick, part by part. What only one of them has is infinitely far. */
export function partsOf(before: Yardstick, after: Observed): readonly Part[] {
  const curves = Object.entries(before.curves).flatMap(([name, { steps, values, rounding }]) => {
    const there = after.curves[name];
    if (there?.steps.join() !== steps.join()) return [{ name: `curve of ${name}`, times: Infinity }];
    return values.map((value, point): Part => {
      const apart = Math.abs(value - there.values[point]!);
      const allowed = around(rounding, point) + HALF_ULP * Math.abs(value);
      return { name: `curve of ${name}`, step: steps[point]!, times: apart === 0 ? 0 : apart / allowed };
    });
  });
  const names = new Set([...Object.keys(before.end), ...Object.keys(after.end)]);
  const ends = [...names].map((name): Part => {
    const [a, b] = [before.end[name], after.end[name]];
    if (a === undefined || b === undefined || a.size !== b.size)
      return { name: `${name} at the end`, times: Infinity };
    const apart = distanceOf(a.projections, b.projections);
    return { name: `${name} at the end`, times: apart === 0 ? 0 : apart / (a.rounding + HALF_ULP * a.norm) };
  });
  return [...curves, ...ends];
}

/** The largest difference of all parts. */
export const most = (parts: readonly Part[]): number => Math.max(0, ...parts.map(({ times }) => times));
