import * as tf from '@tensorflow/tfjs';
import { asImages, convolution, globalAverage, imageShape, rectifier } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { modelOf, sequential, stateless } from '../layers/layer.ts';
import type { Layer } from '../layers/layer.ts';
import type { Normalization } from '../layers/normalization.ts';
import type { ResolvedModelSpec } from '../schema.ts';
import type { DataShape, Model } from '../types.ts';

/**
 * A residual net for small images: a 3 × 3 convolution `stem`, then per entry of `channels` a stage of `blocksPerStage`
 * basic blocks, the mean over height and width, and the layer `output`. Weights start by He's rule.
 *
 * A block is relu(f(x) + s(x)) with two 3 × 3 convolutions f, `stage1.block1.conv1` and `.conv2`, each normalized, and
 * the identity s; where a stage after the first begins, `conv1` has stride 2 and s is a normalized 1 × 1 convolution
 * `.shortcut` of the same stride (the paper's option B).
 *
 * @throws AssayError `configuration` where the data are not images.
 * @see He, Zhang, Ren & Sun 2016, section 4.2.
 * @example resnet({ kind: 'resnet', channels: [8, 16], blocksPerStage: 1, normalization: 'batch' }, { features: [28, 28], outputs: 10 });
 */
export function resnet(spec: Extract<ResolvedModelSpec, { kind: 'resnet' }>, data: DataShape): Model {
  const { channels, blocksPerStage, normalization } = spec;
  const image = imageShape('resnet', data);
  const widths = [channels[0]!, ...channels];
  const stages = channels.flatMap((outputs, stage) =>
    Array.from({ length: blocksPerStage }, (_, index) =>
      block(`stage${stage + 1}.block${index + 1}`, {
        inputs: index === 0 ? widths[stage]! : outputs,
        outputs,
        stride: stage > 0 && index === 0 ? 2 : 1,
        normalization,
      }),
    ),
  );
  const stem = { inputs: image.channels, outputs: widths[0]!, side: 3, stride: 1, init: 'he' } as const;
  const output = { inputs: widths.at(-1)!, outputs: data.outputs, init: 'he', rectified: false } as const;
  return modelOf(
    'resnet',
    sequential([
      asImages,
      convolution('stem', { ...stem, normalization }),
      rectifier,
      ...stages,
      globalAverage,
      dense('output', output),
    ]),
  );
}

function block(
  name: string,
  shape: { inputs: number; outputs: number; stride: number; normalization: Normalization },
): Layer {
  const { inputs, outputs, stride } = shape;
  const common = { ...shape, init: 'he' } as const;
  const branch = sequential([
    convolution(`${name}.conv1`, { ...common, side: 3 }),
    rectifier,
    convolution(`${name}.conv2`, { ...common, inputs: outputs, side: 3, stride: 1 }),
  ]);
  const identical = inputs === outputs && stride === 1;
  const shortcut = identical ? stateless((x) => x) : convolution(`${name}.shortcut`, { ...common, side: 1 });
  return {
    parameters: [...branch.parameters, ...shortcut.parameters],
    statistics: [...branch.statistics, ...shortcut.statistics],
    apply: (x, values) => {
      const [long, short] = [branch.apply(x, values), shortcut.apply(x, values)];
      return {
        output: tf.relu(tf.add(long.output, short.output)),
        statistics: { ...long.statistics, ...short.statistics },
      };
    },
  };
}
