import { edges, ratios, TAIL } from './ziggurat.ts';

/** A source of 32-bit integers, such as a pure-rand generator. */
export interface Bits {
  next(): number;
}

type RealArray = Float32Array | Float64Array;

const TWO_32 = 2 ** 32;
const TWO_NEGATIVE_53 = 2 ** -53;

/** Draws from one stream. A live resource: every call advances it. Open one with `stream`. */
export class Random {
  readonly #bits: Bits;

  constructor(bits: Bits) {
    this.#bits = bits;
  }

  /** An integer, uniform on 0 … 2³² − 1. */
  uint32(): number {
    return this.#bits.next() >>> 0;
  }

  /** A number, uniform on [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.#bits.next() >>> 5; // the low bits of xoroshiro128+ are its weak ones
    const low = this.#bits.next() >>> 6;
    return (high * 67108864 + low) * TWO_NEGATIVE_53;
  }

  /** A standard normal number, by the ziggurat. @see Doornik 2005 */
  normal(): number {
    for (;;) {
      const first = this.#bits.next();
      const layer = first >>> 25;
      // 53 bits that share none with the layer's seven: u is uniform on [−1, 1).
      const u = ((this.#bits.next() >>> 0) * 2097152 + ((first >>> 4) & 0x1fffff)) * 2 ** -52 - 1;
      if (Math.abs(u) < ratios[layer]!) return u * edges[layer]!;
      if (layer === 0) return this.#tail(u < 0);
      const x = u * edges[layer]!;
      const outer = Math.exp(-0.5 * (edges[layer]! * edges[layer]! - x * x));
      const next = edges[layer + 1]!;
      const inner = Math.exp(-0.5 * (next * next - x * x));
      if (inner + this.uniform() * (outer - inner) < 1) return x;
    }
  }

  /** A standard normal number within two standard deviations: draws beyond are drawn again. */
  truncatedNormal(): number {
    for (;;) {
      const draw = this.normal();
      if (Math.abs(draw) <= 2) return draw;
    }
  }

  /**
   * A number of the gamma distribution of a shape α and scale 1: mean α, variance α.
   *
   * @param shape α, above 0; below 1 numbers of α + 1 are multiplied by u^(1/α)
   * @throws RangeError unless α is finite and above 0
   * @see Marsaglia & Tsang 2000, A simple method for generating gamma variables
   * @example stream('0', 'draw').gamma(4)
   */
  gamma(shape: number): number {
    if (!(shape > 0) || !Number.isFinite(shape))
      throw new RangeError(`Cannot draw of a gamma distribution: expected a shape above 0, got ${shape}`);
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      if (Math.log(1 - this.uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
    }
  }

  /** Beyond the last layer. @see Marsaglia 1964 */
  #tail(negative: boolean): number {
    for (;;) {
      const x = Math.log(1 - this.uniform()) / TAIL;
      const y = Math.log(1 - this.uniform());
      if (-2 * y >= x * x) return negative ? x - TAIL : TAIL - x;
    }
  }

  /**
   * An integer, uniform on 0 … bound − 1, without bias.
   * @throws RangeError unless bound is an integer in 1 … 2³²
   * @see Lemire 2019, Fast random integer generation in an interval
   */
  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_32)
      throw new RangeError(`Cannot draw an integer: expected a bound in 1 … 2^32, got ${bound}`);
    return this.#below(bound);
  }

  #below(bound: number): number {
    for (;;) {
      const bits = this.#bits.next() >>> 0;
      // bits · bound = quotient · 2³² + remainder, exact in two parts because the product may exceed 2⁵³.
      const product = bits * bound;
      if (product <= Number.MAX_SAFE_INTEGER) {
        const quotient = Math.floor(product / TWO_32);
        const remainder = product - quotient * TWO_32;
        if (remainder >= bound || remainder >= TWO_32 % bound) return quotient;
      } else {
        const wide = BigInt(bits) * BigInt(bound);
        if (Number(wide & 0xffffffffn) >= TWO_32 % bound) return Number(wide >> 32n);
      }
    }
  }

  /** −1 or 1, each with probability one half. */
  rademacher(): -1 | 1 {
    return this.#bits.next() < 0 ? -1 : 1;
  }

  /** The numbers 0 … count − 1 in uniformly random order. @see Durstenfeld 1964, algorithm 235 */
  permutation(count: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: count }, (_, i) => i));
  }

  /** Shuffles in place and returns the same array. */
  shuffle<T extends Int32Array | Float32Array | Float64Array | unknown[]>(items: T): T {
    const list = items as unknown[];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      const swapped = list[i];
      list[i] = list[j];
      list[j] = swapped;
    }
    return items;
  }

  /** Fills with uniform numbers on [low, high) and returns the same array; rounding to float32 may reach `high`. */
  fillUniform<T extends RealArray>(target: T, low = 0, high = 1): T {
    for (let i = 0; i < target.length; i++) target[i] = low + (high - low) * this.uniform();
    return target;
  }

  /** Fills with normal numbers and returns the same array. */
  fillNormal<T extends RealArray>(target: T, mean = 0, standardDeviation = 1): T {
    for (let i = 0; i < target.length; i++) target[i] = mean + standardDeviation * this.normal();
    return target;
  }

  /** Fills with −1 and 1 (Hutchinson's probes, sign-flip tests) and returns the same array. */
  fillRademacher<T extends RealArray>(target: T): T {
    for (let i = 0; i < target.length; i++) target[i] = this.rademacher();
    return target;
  }

  /** Fills with integers on 0 … bound − 1 (indices of a bootstrap, `iid` mini-batches) and returns the same array. */
  fillIntegers<T extends Int32Array | Uint32Array | RealArray>(target: T, bound: number): T {
    for (let i = 0; i < target.length; i++) target[i] = this.integer(bound);
    return target;
  }
}
