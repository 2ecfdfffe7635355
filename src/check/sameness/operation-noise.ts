import type { Disturbance, KernelName } from '../../program/index.ts';
import type { AnyProgram, ProgramNode } from '../../program/types.ts';
import { stream } from '../../random/index.ts';

/** Kernels that do not round: what they give is their operands' numbers, or whole ones. */
const exact: ReadonlySet<string> = new Set<KernelName>([
  ...([
    'Identity',
    'Reshape',
    'Transpose',
    'Slice',
    'Concat',
    'Pack',
    'Unpack',
    'SplitV',
    'GatherV2',
    'Tile',
    'PadV2',
  ] as const),
  ...([
    'Reverse',
    'Fill',
    'ZerosLike',
    'OnesLike',
    'ExpandDims',
    'Cast',
    'OneHot',
    'Select',
    'ClipByValue',
  ] as const),
  ...([
    'Abs',
    'Neg',
    'Sign',
    'Relu',
    'Relu6',
    'Step',
    'Maximum',
    'Minimum',
    'Max',
    'Min',
    'MaxPool',
    'MaxPoolGrad',
  ] as const),
  ...(['Floor', 'Ceil', 'Round', 'FloorDiv', 'Mod', 'UnsortedSegmentSum'] as const),
]);

/** Entries of the pattern, a prime number, so that it falls otherwise on every node. */
const PATTERN = 8191;

/**
 * Sums and differences of single numbers are counters as a rule, and exact where they are: others depend on which whole
 * number they are.
 */
const isCounter = ({ kernel }: ProgramNode, size: number): boolean =>
  size === 1 && (kernel === 'Add' || kernel === 'Sub');

const isWhole = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 2 ** 24;

/**
 * Disturbs what every operation that rounds gave, by a factor 1 + δz: δ uniform in ±2⁻²³, new for every node and step,
 * z a fixed normal pattern. That is all ways of rounding the same program at once, about twice as strong as single
 * precision rounds.
 *
 * @param seed of the draws
 * @param size largest |δ|; that of single precision unless said
 * @see Parker 1997, Monte Carlo arithmetic
 */
export function operationNoise(
  seed: string,
  twin: number,
  size = 2 ** -23,
): (program: AnyProgram) => Disturbance {
  const random = stream(seed, 'probe', 'operation noise', twin);
  const pattern = random.fillNormal(new Float32Array(PATTERN), 0, 1);
  return (program) => {
    const { values } = program.kind === 'loop' ? program.body : program;
    const isRounded = ({ kernel, outputs }: ProgramNode) =>
      !exact.has(kernel) && outputs.every((id) => values[id]!.dtype === 'float32');
    return (node, index, results) => {
      if (isRounded(node)) for (const elements of results) disturb(node, index, elements);
    };
  };
  function disturb(node: ProgramNode, index: number, elements: Float64Array): void {
    const delta = (2 * random.uniform() - 1) * size;
    if (isCounter(node, elements.length) && isWhole(elements[0]!)) return;
    let at = (index * 127) % PATTERN;
    for (let i = 0; i < elements.length; i++) {
      elements[i]! *= 1 + delta * pattern[at]!;
      if (++at === PATTERN) at = 0;
    }
  }
}
