import type { MeasureReading } from '../../measures/types.ts';
import { withoutSpread, type Region } from '../../statistics/index.ts';
import type { AnyPrediction, Verdict } from '../case.ts';
import type { Compared } from '../comparison/compared.ts';
import type { Method } from '../comparison/paired.ts';

/** The numbers of one arm, one a seed. */
export interface ArmValues {
  readonly name: string;
  readonly values: readonly number[];
}

/** What a verdict on a location rests on: the numbers that were tested, and by what. */
export interface Basis {
  readonly compared: Compared;
  readonly method: Method;
  /** The arms that entered. */
  readonly arms: readonly string[];
  /**
   * How many times the range of the measure a tested number may span, where the claim has a margin for it; default
   * once.
   */
  readonly ranges?: number;
  /** Whether logarithms of the values were tested, whatever the scale of the prediction. */
  readonly logarithms?: boolean;
  /**
   * What was asked of these numbers and what they say, where the claim asks for more: a form beside an exponent, every
   * position of a curve.
   */
  readonly tested?: { readonly region: Region; readonly verdict: Verdict };
}

/** What diagnostics may know of a verdict. */
export interface Diagnosed {
  readonly prediction: AnyPrediction;
  readonly reading: MeasureReading | undefined;
  readonly seeds: readonly string[];
  /** Values of the measure as they are, whatever the scale of the prediction; infinite where a run counts as worst. */
  readonly arms: readonly ArmValues[];
  readonly basis?: Basis;
  readonly region: Region;
  readonly alpha: number;
  readonly verdict: Verdict;
}

/** What is told of the data behind a verdict. */
export interface Diagnosis {
  readonly name: string;
  readonly says: string;
}

/** One thing that is looked at beside every verdict. */
export interface Diagnostic {
  readonly name: string;
  readonly applies: (data: Diagnosed) => boolean;
  /** In a few words; asked only where it applies. */
  readonly say: (data: Diagnosed) => string;
}

/** The numbers that were tested, where all are finite, they vary by more than rounding, and there are so many. */
export const tested = ({ basis }: Diagnosed, fewest: number): readonly number[] | undefined => {
  if (basis === undefined) return undefined;
  const { differences: numbers, rounding } = basis.compared;
  return numbers.length >= fewest && numbers.every(Number.isFinite) && !withoutSpread(numbers, rounding)
    ? numbers
    : undefined;
};
