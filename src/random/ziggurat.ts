/**
 * Tables of the ziggurat for the standard normal law: 128 horizontal layers of equal area under exp(−x²/2).
 *
 * `x[i]` is the right edge of layer i (x[0] is the virtual edge of the base layer, x[128] = 0), `ratio[i]` = x[i+1] /
 * x[i]. The tail begins at `TAIL`; `AREA` is the area of a layer.
 *
 * @see Doornik 2005, An improved ziggurat method to generate normal random samples
 */
const LAYERS = 128;
export const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;

export const edges: Float64Array = layerEdges();
export const ratios: Float64Array = Float64Array.from(
  { length: LAYERS },
  (_, i) => edges[i + 1]! / edges[i]!,
);

function layerEdges(): Float64Array {
  const x = new Float64Array(LAYERS + 1);
  let density = Math.exp(-0.5 * TAIL * TAIL);
  x[0] = AREA / density;
  x[1] = TAIL;
  for (let i = 2; i < LAYERS; i++) {
    x[i] = Math.sqrt(-2 * Math.log(AREA / x[i - 1]! + density));
    density = Math.exp(-0.5 * x[i]! * x[i]!);
  }
  return x;
}
