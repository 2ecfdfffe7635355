import { asImages, convolution, imageShape, maxPool, pooled, rectifier } from '../layers/convolution.ts';
import type { ImageShape } from '../layers/convolution.ts';
import { dense, flatten } from '../layers/dense.ts';
import type { WeightInit } from '../layers/initializers.ts';
import { modelOf, sequential } from '../layers/layer.ts';
import type { Layer } from '../layers/layer.ts';
import type { Normalization } from '../layers/normalization.ts';
import type { ResolvedModelSpec } from '../schema.ts';
import type { DataShape, Model } from '../types.ts';

/**
 * A small convolutional net: per entry of `channels` a 3 × 3 convolution `conv1`, `conv2`, … with normalization,
 * rectifier and 2 × 2 max pooling; then, where `dense` is given, a rectified layer `dense`; then the layer `output`.
 *
 * @throws AssayError `configuration` where the data are not images or too small for that many poolings.
 * @example cnn({ kind: 'cnn', channels: [8, 16], init: 'he', normalization: 'none' }, { features: [28, 28], outputs: 10 });
 */
export function cnn(spec: Extract<ResolvedModelSpec, { kind: 'cnn' }>, data: DataShape): Model {
  const blocks = spec.channels.map((width, index) => [{ name: `conv${index + 1}`, width }]);
  return plainNet('cnn', blocks, spec, data);
}

/**
 * A net in the manner of VGG: per block its 3 × 3 convolutions `block1.conv1`, `block1.conv2`, … each with
 * normalization and rectifier, then 2 × 2 max pooling; then `dense` (optional) and `output` as in `cnn`. Weights start
 * by He's rule.
 *
 * VGG-11's convolutions are `[[64], [128], [256, 256], [512, 512], [512, 512]]`; nets for 28 × 28 or 32 × 32 images on
 * a processor use fewer channels.
 *
 * @throws AssayError `configuration` where the data are not images or too small for that many poolings.
 * @see Simonyan & Zisserman 2015, table 1.
 * @example vgg({ kind: 'vgg', blocks: [[8], [16, 16]], normalization: 'batch' }, { features: [32, 32, 3], outputs: 10 });
 */
export function vgg(spec: Extract<ResolvedModelSpec, { kind: 'vgg' }>, data: DataShape): Model {
  const blocks = spec.blocks.map((widths, block) =>
    widths.map((width, index) => ({ name: `block${block + 1}.conv${index + 1}`, width })),
  );
  return plainNet('vgg', blocks, { ...spec, init: 'he' }, data);
}

interface Named {
  readonly name: string;
  readonly width: number;
}

function plainNet(
  kind: string,
  blocks: readonly (readonly Named[])[],
  options: {
    readonly dense?: number | undefined;
    readonly init: WeightInit;
    readonly normalization: Normalization;
  },
  data: DataShape,
): Model {
  const layers: Layer[] = [asImages];
  let image: ImageShape = imageShape(kind, data);
  for (const block of blocks) {
    for (const { name, width } of block) {
      const shape = { ...options, inputs: image.channels, outputs: width, side: 3, stride: 1 };
      layers.push(convolution(name, shape), rectifier);
      image = { ...image, channels: width };
    }
    layers.push(maxPool);
    image = pooled(kind, image);
  }
  return modelOf(kind, sequential([...layers, flatten, ...head(image, options, data.outputs)]));
}

function head(
  image: ImageShape,
  options: { readonly dense?: number | undefined; readonly init: WeightInit },
  outputs: number,
): readonly Layer[] {
  const { dense: width, init } = options;
  const inputs = image.height * image.width * image.channels;
  if (width === undefined) return [dense('output', { inputs, outputs, init, rectified: false })];
  return [
    dense('dense', { inputs, outputs: width, init, rectified: true }),
    rectifier,
    dense('output', { inputs: width, outputs, init, rectified: false }),
  ];
}
