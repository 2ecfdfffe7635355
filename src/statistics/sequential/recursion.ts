import { normalUpper } from '../distributions/distributions.ts';
import { gaussLegendre } from '../distributions/quadrature.ts';

/**
 * The law of a score B(t) = Z(t)·√t, a Brownian motion with drift, at planned looks, given that it has not stopped
 * before: a live resource that is advanced look by look.
 *
 * g₁ is normal; gₖ(b) = ∫ gₖ₋₁(x) φ((b − x − θΔ)/√Δ)/√Δ dx over the continuation region of look k − 1, by composite
 * Gauss–Legendre with panels no wider than the step's standard deviation. Refining the grid moves nothing above 1e-11.
 *
 * @see Armitage, McPherson & Rowe 1969, JRSS A 132:235; Jennison & Turnbull 2000, chapter 19
 */
export class Recursion {
  readonly #drift: number;
  #time = 0;
  #nodes: Float64Array = Float64Array.of(0);
  /** Density times weight of each node; before the first look all mass is at 0. */
  #mass: Float64Array = Float64Array.of(1);

  /** @param drift mean of B(1), 0 under the null */
  constructor(drift = 0) {
    this.#drift = drift;
  }

  /** P(not stopped before, and Z(time) ≥ z). */
  upper(time: number, z: number): number {
    return this.#exit(time, z * Math.sqrt(time), 1);
  }

  /** P(not stopped before, and Z(time) ≤ z). */
  lower(time: number, z: number): number {
    return this.#exit(time, z * Math.sqrt(time), -1);
  }

  #exit(time: number, bound: number, side: 1 | -1): number {
    const [step, shift] = this.#step(time);
    let total = 0;
    for (let i = 0; i < this.#nodes.length; i++)
      total += this.#mass[i]! * normalUpper((side * (bound - this.#nodes[i]! - shift)) / step);
    return total;
  }

  #step(time: number): [number, number] {
    if (!(time > this.#time))
      throw new RangeError(`Cannot look again: expected information above ${this.#time}, got ${time}`);
    return [Math.sqrt(time - this.#time), this.#drift * (time - this.#time)];
  }

  /**
   * Goes on where lower < Z(time) < upper; infinite ends allowed. `next` is the time of the look after, for the width
   * of panels.
   */
  advance(time: number, lower: number, upper: number, next: number): void {
    const [step, shift] = this.#step(time);
    const root = Math.sqrt(time);
    // 9 standard deviations leave 1e-19 outside.
    const from = Math.max(lower * root, this.#drift * time - 9 * root);
    const to = Math.min(upper * root, this.#drift * time + 9 * root);
    if (!(to > from)) {
      this.#nodes = new Float64Array();
      this.#mass = new Float64Array();
      this.#time = time;
      return;
    }
    const width = Math.min(step, Math.sqrt(Math.max(next - time, 1e-6)));
    const panels = Math.max(4, Math.ceil((to - from) / (1.5 * width)));
    const rule = gaussLegendre(16);
    const half = (to - from) / panels / 2;
    const nodes = new Float64Array(panels * 16);
    const mass = new Float64Array(panels * 16);
    const scale = half / (step * Math.sqrt(2 * Math.PI));
    for (let panel = 0; panel < panels; panel++)
      for (let i = 0; i < 16; i++) {
        const at = from + (2 * panel + 1 + rule.nodes[i]!) * half;
        let density = 0;
        for (let j = 0; j < this.#nodes.length; j++) {
          const z = (at - this.#nodes[j]! - shift) / step;
          if (z * z < 1400) density += this.#mass[j]! * Math.exp(-0.5 * z * z);
        }
        nodes[panel * 16 + i] = at;
        mass[panel * 16 + i] = density * scale * rule.weights[i]!;
      }
    this.#nodes = nodes;
    this.#mass = mass;
    this.#time = time;
  }
}
