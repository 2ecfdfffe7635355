import type * as Tf from '@tensorflow/tfjs';
import type { Attributes } from '../../program/types.ts';

interface Call {
  readonly inputs: Tf.NamedTensorMap;
  readonly attributes: Attributes;
}

/** A kernel that a backend gets wrong, and when. */
interface Detour {
  readonly when: (call: Call) => boolean;
  /** What the backend does there. */
  readonly because: string;
}

const always = (): boolean => true;
const stopsAtZero = 'it stops where an integer is divided by 0';
const ofIntegers = ({ inputs }: Call): boolean => inputs['a']?.dtype === 'int32';
const losesNan = 'it skips NaN';
const widens = ({ inputs }: Call): boolean => String(inputs['x']?.shape) !== String(inputs['alpha']?.shape);
const sumsTruths = ({ inputs }: Call): boolean => inputs['x']?.dtype === 'bool';

/**
 * Calls that a backend answers otherwise than the cpu backend and ONNX do, by backend and kernel: found by running the
 * cases of every kernel on every engine. They take a detour over the cpu backend.
 */
export const detours: Readonly<Record<string, Readonly<Record<string, Detour>>>> = {
  wasm: {
    Cast: {
      when: ({ attributes }) => attributes['dtype'] === 'bool',
      because: 'it keeps the first bytes of floats as truths',
    },
    FloorDiv: { when: ofIntegers, because: stopsAtZero },
    Log1p: { when: always, because: 'it computes log(1 + x), in which a small x is lost' },
    Max: { when: always, because: losesNan },
    Maximum: { when: always, because: losesNan },
    MaxPoolGrad: {
      when: always,
      because: 'among equal maxima of a window it takes the last one, not the first',
    },
    Min: { when: always, because: losesNan },
    Minimum: { when: always, because: losesNan },
    Mod: { when: ofIntegers, because: stopsAtZero },
    OneHot: {
      when: ({ attributes }) => attributes['dtype'] !== 'int32',
      because: 'it writes integers whatever the data type',
    },
    Prelu: { when: widens, because: 'its result has the shape of x where the slopes have another' },
    Sum: { when: sumsTruths, because: 'it keeps the data type bool' },
  },
  tensorflow: {
    AvgPoolGrad: {
      when: ({ attributes }) => attributes['pad'] !== 'valid' && attributes['pad'] !== 0,
      because: 'it divides by the pixels of a window inside the image, not by the size of the window',
    },
    Sum: { when: sumsTruths, because: 'it refuses the data type bool' },
  },
};
