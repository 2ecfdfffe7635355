/** Nodes on [−1, 1] and their weights. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const rules = new Map<number, Rule>();

/**
 * The Gauss–Legendre rule with `count` nodes, by Newton's method on the Legendre polynomial; remembered.
 *
 * Example: `gaussLegendre(1)` has the node 0 with weight 2.
 * @see Golub & Welsch 1969 for the rule; the starting points are those of Tricomi 1950
 */
export function gaussLegendre(count: number): Rule {
  const known = rules.get(count);
  if (known) return known;
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      const [value, derivative] = legendre(count, x);
      slope = derivative;
      const change = value / derivative;
      x -= change;
      if (Math.abs(change) <= 1e-16) break;
    }
    slope = legendre(count, x)[1];
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  const rule = { nodes, weights };
  rules.set(count, rule);
  return rule;
}

/** The Legendre polynomial of degree `n` and its derivative at x. */
function legendre(n: number, x: number): [number, number] {
  let before = 1;
  let now = x;
  for (let k = 2; k <= n; k++) [before, now] = [now, ((2 * k - 1) * x * now - (k - 1) * before) / k];
  if (n === 0) return [1, 0];
  return [now, (n * (before - x * now)) / (1 - x * x)];
}

/**
 * ∫ f over [from, to] by a Gauss–Legendre rule on each of `panels` equal panels; exact for polynomials of degree
 * 2·nodes − 1 on each panel.
 *
 * Example: `integrate((x) => x * x, 0, 3)` is 9.
 */
export function integrate(
  f: (x: number) => number,
  from: number,
  to: number,
  { panels = 60, nodes = 40 }: { readonly panels?: number; readonly nodes?: number } = {},
): number {
  const rule = gaussLegendre(nodes);
  const half = (to - from) / panels / 2;
  let total = 0;
  for (let panel = 0; panel < panels; panel++) {
    const centre = from + (2 * panel + 1) * half;
    let sum = 0;
    for (let i = 0; i < nodes; i++) sum += rule.weights[i]! * f(centre + half * rule.nodes[i]!);
    total += sum * half;
  }
  return total;
}
